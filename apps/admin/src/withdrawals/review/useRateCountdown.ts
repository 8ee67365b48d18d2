import { useEffect, useState } from 'react';
import { rateCountdown, type RateCountdown } from './rateText.ts';

/**
 * A browser timer can wait at most about 24 days, and a laptop that slept must not show an old text.
 */
const LONGEST_MS = 30_000;

/**
 * How long a rate is still valid, by the server's clock. Renders only when the text changes.
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
  const countdown = rateCountdown(left);
  const waitMs = Math.min(countdown.nextMs, LONGEST_MS);
  useEffect(() => {
    setNow(Date.now());
  }, [expiresAt, receivedAt]);
  useEffect(() => {
    if (countdown.isExpired) return;
    const timer = setTimeout(() => setNow(Date.now()), waitMs);
    return () => clearTimeout(timer);
  }, [now, waitMs, countdown.isExpired]);
  return countdown;
}
