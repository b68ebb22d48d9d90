/**
 * What is wrong with a value is said in English, by the server and at the command line. The schemas that browsers share
 * (zod/mini) bring no words of their own, so that no browser loads them; see docs/decisions/0018.
 */
import { config, locales } from 'zod/mini'

config(locales.en())
