import type { Language } from '../languages.ts';
import { momentText } from '../page/page.ts';

/**
 * Puts the page's times, written in UTC, into the payer's own zone; again whenever sections are written anew.
 */
export function localTimes(language: Language): void {
  const localise = () =>
    document
      .querySelectorAll('time')
      .forEach((time) => (time.textContent = momentText(time.dateTime, language, undefined)));
  localise();
  document.addEventListener('sections', localise);
}
