import type { Language } from '../languages.ts';
import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };

/**
 * The texts of one language. A test compares keys and placeholders with English. `someMerchant` replaces the
 * merchant's name, in the grammatical case that the sentences need.
 */
export type Texts = Record<keyof typeof en, string>;

/** All languages, for the server; the browser loads only its own. */
export const TEXTS: Record<Language, Texts> = { en, de, es, fr, pt, ar };
