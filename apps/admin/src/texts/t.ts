import { language, locale } from './currentLanguage.ts';
import { directionOf } from './languages.ts';
import { type Catalog, createTranslator, isolate } from './translate.ts';

const CATALOGS = {
  de: () => import('./catalogs/de.json'),
  es: () => import('./catalogs/es.json'),
  fr: () => import('./catalogs/fr.json'),
  pt: () => import('./catalogs/pt.json'),
  ar: () => import('./catalogs/ar.json'),
};

/*
 * While developing, loaded before any module that uses a text, so that constants may be texts too; a change of language
 * loads the page again. What is built needs no catalog: the texts in the code of each language are its own.
 */
const catalog: Catalog = import.meta.env.PROD || language === 'en' ? {} : await loadCatalog(language);

const isMirrored = directionOf(language) === 'rtl';

export const { t, plural } = createTranslator(catalog, locale, isMirrored);

/**
 * What is shown as it came: a sentence of the server, which writes English, a name or an amount. On a page from right to
 * left it keeps its own direction.
 */
export const asWritten = (text: string): string => (isMirrored ? isolate(text) : text);

/** Where the file cannot be loaded, the app works in English. */
async function loadCatalog(of: keyof typeof CATALOGS): Promise<Catalog> {
  try {
    return (await CATALOGS[of]()).default;
  } catch {
    return {};
  }
}
