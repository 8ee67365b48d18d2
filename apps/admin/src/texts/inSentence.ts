import { language } from './currentLanguage.ts';

/** A label within a sentence: without its capital, except in German, whose nouns keep theirs. */
export const inSentence = (label: string): string => (language === 'de' ? label : label.toLowerCase());
