import { sayText } from '../html.ts';
import type { Language } from '../languages.ts';
import type { Texts } from '../texts/en.ts';
import { timeLeft } from './timeLeft.ts';

/**
 * Counts down to the provider's own deadline, once a second. Nothing ends by itself at zero: only the
 * provider says when it is over.
 */
export function countDown(texts: Texts, language: Language): void {
  const serverNow = Date.parse(document.querySelector('main')?.dataset.now ?? '');
  const aheadMs = Number.isNaN(serverNow) ? 0 : Date.now() - serverNow;
  const tick = () => {
    for (const span of document.querySelectorAll<HTMLElement>('[data-until]')) {
      const left = timeLeft(Date.parse(span.dataset.until ?? '') - (Date.now() - aheadMs), language);
      const text = left === null ? texts.timeIsUp : sayText(texts.timeLeft, { left });
      if (span.textContent !== text) span.textContent = text;
    }
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener('sections', tick);
}
