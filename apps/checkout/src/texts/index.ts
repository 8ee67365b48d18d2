import type { Language } from '../languages.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';

/** All languages, for the server; the browser loads its own alone. */
export const TEXTS: Record<Language, Texts> = { en, de, es, fr, pt, ar };
