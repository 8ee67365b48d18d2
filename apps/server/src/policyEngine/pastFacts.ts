import { LIMIT_NAMES, WINDOW_MS, type DecisionFacts, type RequestedUsd } from './facts.ts';
import { lookAlikeOf } from './gatherFacts.ts';
import { PastDestinations } from './pastDestinations.ts';
import type { PastRequest, SeedUse } from './readHistory.ts';
import { RollingSums, type RollingEntry } from './rollingSums.ts';

const WINDOWS = LIMIT_NAMES.map((name) => WINDOW_MS[name]);

interface PastUser {
  sums: RollingSums;
  /** Requests within each velocity window. */
  counts: RollingSums;
  destinations: PastDestinations;
}

/** All facts except the number of requests, which is counted once for each velocity window. */
export type PastFacts = Omit<DecisionFacts, 'requests'> & { requestsWithin: readonly number[] };

/**
 * Computes for each past request, in order of creation, what `gatherFacts` would have returned at that moment: a
 * request counts until it was rejected or cancelled, an address is new until a withdrawal to it was completed. No user
 * was frozen at that moment, because the database refuses requests of frozen users.
 */
export class PastFactsReader {
  readonly #velocityMs: readonly number[];
  readonly #users = new Map<string, PastUser>();
  readonly #allUsers = new RollingSums(WINDOWS);
  /** Requests that will be rejected or cancelled, the next one last. */
  readonly #closings: { at: number; sums: RollingSums; entry: RollingEntry }[] = [];

  constructor(velocityMs: readonly number[], seeds: readonly SeedUse[]) {
    this.#velocityMs = velocityMs;
    for (const seed of seeds) this.#user(seed.userId).destinations.add(seed);
  }

  /** The facts about this request at the time when it was made. */
  read(request: PastRequest): PastFacts {
    const { amountUsd, addressKey, walletAddress, extraId, createdAt: at, network } = request;
    const { sums, counts, destinations } = this.#count(request);
    const isFirstSeen = !destinations.isPaid(addressKey, extraId, at);
    const facts = {
      amountUsd,
      createdAt: new Date(at),
      isFrozen: false,
      isAnonymized: false,
      perUser: requestedOf(sums.sumsAt(at)),
      global: requestedOf(this.#allUsers.sumsAt(at)),
      requestsWithin: counts.sumsAt(at).map(Number),
      isFirstSeen,
      lookAlike: isFirstSeen
        ? lookAlikeOf(walletAddress, destinations.others(addressKey, at), network)
        : null,
    };
    destinations.add(request);
    return facts;
  }

  /** Counts a request for later ones, without computing its facts. */
  skip(request: PastRequest): void {
    this.#count(request).destinations.add(request);
  }

  #count(request: PastRequest): PastUser {
    const { createdAt: at, closedAt, cents } = request;
    for (
      let next = this.#closings.at(-1);
      next !== undefined && next.at <= at;
      next = this.#closings.at(-1)
    ) {
      next.sums.cancel(next.entry);
      this.#closings.pop();
    }
    const user = this.#user(request.userId);
    for (const sums of [user.sums, this.#allUsers]) {
      sums.sumsAt(at);
      const entry = sums.add(at, cents);
      if (closedAt !== Infinity)
        insertSorted(this.#closings, { at: closedAt, sums, entry }, (a, b) => b.at - a.at);
    }
    user.counts.sumsAt(at);
    user.counts.add(at, 1n);
    return user;
  }

  #user(id: string): PastUser {
    const known = this.#users.get(id);
    if (known !== undefined) return known;
    const user = {
      sums: new RollingSums(WINDOWS),
      counts: new RollingSums(this.#velocityMs),
      destinations: new PastDestinations(),
    };
    this.#users.set(id, user);
    return user;
  }
}

function requestedOf([day, week, month]: readonly bigint[]): RequestedUsd {
  return { dayUsd: usdOf(day as bigint), weekUsd: usdOf(week as bigint), monthUsd: usdOf(month as bigint) };
}

/** Cents as US dollars with two places. */
export const usdOf = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

/** Inserts an item into a sorted list, after its equals. `order` as for `sort`. */
export function insertSorted<T>(list: T[], item: T, order: (a: T, b: T) => number): void {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(list[middle] as T, item) <= 0) from = middle + 1;
    else to = middle;
  }
  list.splice(from, 0, item);
}
