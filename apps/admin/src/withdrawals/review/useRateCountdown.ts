import { useEffect, useState } from 'react';
import { rateCountdown, type RateCountdown } from './rateText.ts';

/**
 * The longest that a browser's timer can wait is some 24 days; and a laptop that slept must not show
 * yesterday's words.
 */
const LONGEST_MS = 30_000;

/**
 * How long a rate still holds, by the server's clock, told anew only when the words change.
 *
 * @param serverTime the server's clock when it answered
 * @param receivedAt the browser's clock at that moment, in milliseconds
 */
export function useRateCountdown(
  expiresAt: string,
  { serverTime, receivedAt }: { serverTime: string; receivedAt: number },
): RateCountdown {
  const [now, setNow] = useState(() => Date.now());
  const left = new Date(expiresAt).getTime() - new Date(serverTime).getTime() - (now - receivedAt);
  const words = rateCountdown(left);
  const waitMs = Math.min(words.nextMs, LONGEST_MS);
  useEffect(() => {
    setNow(Date.now());
  }, [expiresAt, receivedAt]);
  useEffect(() => {
    if (words.isExpired) return;
    const timer = setTimeout(() => setNow(Date.now()), waitMs);
    return () => clearTimeout(timer);
  }, [now, waitMs, words.isExpired]);
  return words;
}
