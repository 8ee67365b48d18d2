import { language } from './currentLanguage.ts';

/** A label within a sentence: without its capital, except in German, whose nouns keep theirs, and of "API" and such. */
export const inSentence = (label: string): string =>
  language === 'de' || /^\p{Lu}{2}/u.test(label) ? label : label.slice(0, 1).toLowerCase() + label.slice(1);
