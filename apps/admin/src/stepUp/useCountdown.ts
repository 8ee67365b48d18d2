import { useEffect, useState } from 'react';
import { t } from '../texts/t.ts';

/**
 * Whole seconds until a time, counted down on the screen; 0 when it has passed or when there is none.
 *
 * @param until ISO 8601, by the server's clock
 */
export function useCountdown(until: string | null): number {
  const [now, setNow] = useState(() => Date.now());
  const left = until === null ? 0 : Math.max(0, Math.ceil((new Date(until).getTime() - now) / 1000));
  const running = left > 0;
  useEffect(() => {
    setNow(Date.now());
    if (until === null || !running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [until, running]);
  return left;
}

/** `"14:59"`, or `"1 h 05 min"` from an hour on. */
export function countdownText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds >= 3600)
    return t('{hours} h {minutes} min', {
      hours: Math.floor(seconds / 3600),
      minutes: two(Math.floor((seconds % 3600) / 60)),
    });
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}
