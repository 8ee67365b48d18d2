import { formatText } from '../html.ts';
import { type Language, localeOf } from '../languages.ts';
import type { Texts } from '../texts/index.ts';

/**
 * Counts down to the provider's deadline, once a second. Reaching zero changes nothing: only the provider
 * decides when a payment has expired.
 */
export function countDown(texts: Texts, language: Language): void {
  const serverNow = Date.parse(document.querySelector('main')?.dataset.now ?? '');
  const aheadMs = Number.isNaN(serverNow) ? 0 : Date.now() - serverNow;
  const tick = () => {
    for (const span of document.querySelectorAll<HTMLElement>('[data-until]')) {
      const left = timeLeft(Date.parse(span.dataset.until ?? '') - (Date.now() - aheadMs), language);
      const text = left === null ? texts.timeIsUp : formatText(texts.timeLeft, { left });
      if (span.textContent !== text) span.textContent = text;
    }
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener('sections', tick);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * "6 days, 23 hours" or "4 minutes, 9 seconds": the two largest units, in the given language; null when the
 * time is up.
 */
export function timeLeft(leftMs: number, language: Language): string | null {
  const seconds = Math.floor(leftMs / 1000);
  if (!(seconds > 0)) return null;
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  let rest = seconds;
  const parts = UNITS.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: 'long' }).format(
      count,
    );
  });
  return new Intl.ListFormat(localeOf(language), { type: 'unit' }).format(parts);
}
