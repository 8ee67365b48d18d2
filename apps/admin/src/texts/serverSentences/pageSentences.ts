import { createAmounts } from '../createAmounts.ts';
import { language, locale } from '../currentLanguage.ts';
import { asWritten } from '../t.ts';
import { localTime } from '../times.ts';
import { createSentences, type WriteSentence } from './createSentences.ts';

const CATALOGS = {
  en: () => ({ default: {} }),
  de: () => import('./de.json'),
  es: () => import('./es.json'),
  fr: () => import('./fr.json'),
  pt: () => import('./pt.json'),
  ar: () => import('./ar.json'),
};

/** Loads what writes the server's sentences for this page. */
export async function loadPageSentences(): Promise<WriteSentence> {
  const { default: catalog } = await CATALOGS[language]();
  return createSentences(catalog, {
    usd: createAmounts(language).shortUsd,
    time: localTime,
    locale,
    isolated: asWritten,
  });
}
