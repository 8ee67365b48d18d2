import { Decimal } from '@paydesk/types';

/** How many units of a currency one USD was worth at a time, as the desk has seen it. */
export interface SeenRate {
  unitsPerUsd: string;
  seenAt: Date;
}

/** What the desk itself knows about the worth of a currency. */
export interface KnownRates {
  /** One unit is worth one USD. */
  isPegged: boolean;
  /** Of the last `RATE_WINDOW_MS`, in any order. */
  seen: readonly SeenRate[];
}

export interface RateProblem {
  kind: 'far_from_known' | 'nothing_known';
  /** Units of the currency that the amount should be, about; null: nothing is known. */
  expected: string | null;
}

const HOUR_MS = 3_600_000;

/** Rates from before this say nothing about today. */
export const RATE_WINDOW_MS = 7 * 24 * HOUR_MS;

/** By which factor a rate may differ, up or down. */
const PEGGED_FACTOR = '1.02';
const DAY_FACTOR = '1.25';
const WEEK_FACTOR = '1.5';

/**
 * Whether this much crypto can be what an amount in USD is worth; null: it can. A stablecoin of the US dollar may be
 * 2 % off. Any other currency is compared with the median of what the desk has seen within a day (25 %), else within
 * a week (50 %): one wrong answer among right ones does not move it. A provider that gives wrong rates for most of that
 * time is not found.
 */
export function rateProblem(
  { amountUsd, cryptoAmount }: { amountUsd: string; cryptoAmount: string },
  { isPegged, seen }: KnownRates,
  now: Date,
): RateProblem | null {
  if (isPegged) return compare({ amountUsd, cryptoAmount }, '1', PEGGED_FACTOR);
  const within = (ms: number) => seen.filter(({ seenAt }) => now.getTime() - seenAt.getTime() <= ms);
  const day = within(24 * HOUR_MS);
  const known = day.length > 0 ? day : within(RATE_WINDOW_MS);
  const median = medianOf(known.map(({ unitsPerUsd }) => new Decimal(unitsPerUsd)));
  if (median === null) return { kind: 'nothing_known', expected: null };
  return compare({ amountUsd, cryptoAmount }, median.toFixed(), day.length > 0 ? DAY_FACTOR : WEEK_FACTOR);
}

function compare(
  { amountUsd, cryptoAmount }: { amountUsd: string; cryptoAmount: string },
  unitsPerUsd: string,
  factor: string,
): RateProblem | null {
  const expected = new Decimal(amountUsd).times(unitsPerUsd);
  const given = new Decimal(cryptoAmount);
  const isNear =
    given.lessThanOrEqualTo(expected.times(factor)) && given.times(factor).greaterThanOrEqualTo(expected);
  return isNear ? null : { kind: 'far_from_known', expected: expected.toSignificantDigits(8).toFixed() };
}

/** The lower one of the two in the middle: it is a rate that was seen. */
function medianOf(rates: readonly Decimal[]): Decimal | null {
  const sorted = rates.toSorted((a, b) => a.comparedTo(b));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** The tokens whose unit is worth one US dollar, whatever the provider's list says about them. */
const USD_TOKENS = [
  'USDT',
  'USDC',
  'USDP',
  'USDD',
  'USDE',
  'USDS',
  'TUSD',
  'BUSD',
  'GUSD',
  'FDUSD',
  'PYUSD',
  'DAI',
];

/**
 * Whether a currency is a stablecoin of the US dollar: by the start of its code, which never changes, or because the
 * provider calls it stable and its token names the dollar. One of another currency is none.
 */
export const isUsdStablecoin = ({
  code,
  token,
  isStable,
}: {
  code: string;
  token: string;
  isStable: boolean;
}): boolean =>
  USD_TOKENS.some((name) => code.startsWith(name)) || (isStable && token.toUpperCase().includes('USD'));
