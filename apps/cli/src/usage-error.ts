/** The command was called with options that do not work. The message says which, and what would. */
export class UsageError extends Error {}
