import type { Actor, Currency } from '@paydesk/server/domain';
import type { Random } from '../seededRandom.ts';

/** A customer of the bulk demo, with what the batches must know of them. Amounts in cents. */
export interface BulkUser {
  id: string;
  name: string;
  availableCents: bigint;
  /** Whether a request for a withdrawal waits: one at a time. */
  isWithdrawing: boolean;
  /** The last charge that was not refunded. */
  charge: { id: string; cents: bigint } | null;
}

/** A withdrawal that a later batch ends. */
export interface OpenWithdrawal {
  id: string;
  internalId: string;
  user: BulkUser;
  cents: bigint;
  feeCents: bigint;
  currencyCode: string;
  /** In milliseconds since 1970. */
  requestedAt: number;
}

/** What is there at one moment of filling. */
export interface Business {
  users: BulkUser[];
  open: OpenWithdrawal[];
  shop: Actor;
  operator: Actor;
  admin: Actor;
  approvers: readonly [Actor, Actor];
  payer: Actor;
  currencies: ReadonlyMap<string, Currency>;
}

/** How the shop of the bulk demo names its users: `shop-1`, the first of them the busiest. */
export const EXTERNAL_PREFIX = 'shop-';

/** One in a hundred of all rows belongs to the first user. */
const OF_THE_FIRST = 0.01;

export function pickUser({ users }: Business, random: Random): BulkUser {
  const user =
    random.next() < OF_THE_FIRST || users.length === 1
      ? users[0]
      : users[random.between(1, users.length - 1)];
  if (user === undefined) throw new Error('the bulk demo has no users yet');
  return user;
}

/** `1234n` is `12.34`. */
export function usd(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The opposite of `usd`, of an amount with two decimal places. */
export const centsOf = (amountUsd: string): bigint => BigInt(amountUsd.replace('.', ''));
