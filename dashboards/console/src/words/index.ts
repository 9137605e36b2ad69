import { en } from './en.js';
import { wordsOf } from './words.js';
import { zh } from './zh.js';

/** What the frame and the parts say. Screens: `const t = wordsOf(en, zh)` in a words.ts of their own. */
export const t = wordsOf(en, zh);

export * from './words.js';
export type { Word } from './en.js';
