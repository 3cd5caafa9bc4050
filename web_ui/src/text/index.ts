import { en, type Words } from './en';

/** The page's words. A second language goes in here, chosen by `navigator.language`. */
export const text: Words = en;
