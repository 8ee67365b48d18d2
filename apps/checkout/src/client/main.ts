import type { CheckoutView } from '../checkoutView.ts';
import { isLanguage, type Language } from '../languages.ts';
import { momentText } from '../page/page.ts';
import type { Texts } from '../texts/index.ts';
import { checkNow } from './checkNow.ts';
import { copyOnClick } from './copyOnClick.ts';
import { countDown } from './countDown.ts';
import { followPayment } from './followPayment.ts';
import { openPage } from './openPage.ts';

/** A visitor loads the texts of one language. */
const textsOf: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('../texts/en.json')).default,
  de: async () => (await import('../texts/de.json')).default,
  es: async () => (await import('../texts/es.json')).default,
  fr: async () => (await import('../texts/fr.json')).default,
  pt: async () => (await import('../texts/pt.json')).default,
  ar: async () => (await import('../texts/ar.json')).default,
};

const tag = document.documentElement.lang;
const language = isLanguage(tag) ? tag : 'en';
const texts = await textsOf[language]();
const view = JSON.parse(document.getElementById('view')?.textContent ?? 'null') as CheckoutView;
const path = document.querySelector('main')?.dataset.path ?? location.pathname;

const page = openPage({ view, texts, language, path });
copyOnClick(texts);
localTimes(language);
countDown(texts, language);
checkNow(page);
followPayment(page);

/**
 * Converts the page's times from UTC to the payer's time zone; again whenever sections are replaced.
 */
function localTimes(language: Language): void {
  const localise = () =>
    document
      .querySelectorAll('time')
      .forEach((time) => (time.textContent = momentText(time.dateTime, language, undefined)));
  localise();
  document.addEventListener('sections', localise);
}
