/** Why the server could not start, in words for the person at the keyboard. Told without a stack. */
export class StartProblem extends Error {}
