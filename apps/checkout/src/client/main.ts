import type { CheckoutView } from '../checkoutView.ts';
import { isLanguage, type Language } from '../languages.ts';
import type { Texts } from '../texts/en.ts';
import { askNow } from './askNow.ts';
import { copyOnClick } from './copyOnClick.ts';
import { countDown } from './countDown.ts';
import { followPayment } from './followPayment.ts';
import { localTimes } from './localTimes.ts';
import { openPage } from './openPage.ts';

/** A visitor loads the words of one language. */
const words: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('../texts/en.ts')).en,
  de: async () => (await import('../texts/de.ts')).de,
  es: async () => (await import('../texts/es.ts')).es,
  fr: async () => (await import('../texts/fr.ts')).fr,
  pt: async () => (await import('../texts/pt.ts')).pt,
  ar: async () => (await import('../texts/ar.ts')).ar,
};

const tag = document.documentElement.lang;
const language = isLanguage(tag) ? tag : 'en';
const texts = await words[language]();
const view = JSON.parse(document.getElementById('view')?.textContent ?? 'null') as CheckoutView;
const path = document.querySelector('main')?.dataset.path ?? location.pathname;

const page = openPage({ view, texts, language, path });
copyOnClick(texts);
localTimes(language);
countDown(texts, language);
askNow(page);
followPayment(page);
