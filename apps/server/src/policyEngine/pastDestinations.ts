import { KNOWN_ADDRESSES } from './gatherFacts.ts';

/** Times in milliseconds since 1970; `closedAt` is Infinity when it was neither rejected nor cancelled. */
export interface PastUse {
  /** The same for every spelling of one account. */
  addressKey: string;
  walletAddress: string;
  extraId: string | null;
  createdAt: number;
  closedAt: number;
  completedAt: number | null;
}

interface OpenUse {
  address: string;
  usedAt: number;
  until: number;
}

/** The destinations that one user had requested, and was paid at, at each moment. Added in order of creation. */
export class PastDestinations {
  readonly #paidAt = new Map<string, number>();
  readonly #uses = new Map<string, OpenUse[]>();

  add({ addressKey, walletAddress, extraId, createdAt, closedAt, completedAt }: PastUse): void {
    const destination = keyOf(addressKey, extraId);
    if (completedAt !== null)
      this.#paidAt.set(destination, Math.min(completedAt, this.#paidAt.get(destination) ?? Infinity));
    // A use that was never closed makes earlier ones irrelevant.
    const uses =
      closedAt === Infinity
        ? []
        : (this.#uses.get(addressKey) ?? []).filter(({ until }) => until > createdAt);
    uses.push({ address: walletAddress, usedAt: createdAt, until: closedAt });
    this.#uses.set(addressKey, uses);
  }

  isPaid(addressKey: string, extraId: string | null, at: number): boolean {
    return (this.#paidAt.get(keyOf(addressKey, extraId)) ?? Infinity) <= at;
  }

  /** The user's other addresses, the last used first, as `gatherFacts` reads them. */
  others(addressKey: string, at: number): string[] {
    const known: (OpenUse & { key: string })[] = [];
    for (const [key, uses] of this.#uses) {
      if (key === addressKey) continue;
      const open = uses.filter(({ until }) => until > at);
      const [first] = open;
      if (first !== undefined)
        known.push({ key, ...open.reduce((last, use) => (use.usedAt >= last.usedAt ? use : last), first) });
    }
    return known
      .toSorted((a, b) => b.usedAt - a.usedAt || (a.key < b.key ? -1 : 1))
      .slice(0, KNOWN_ADDRESSES)
      .map(({ address }) => address);
  }
}

const keyOf = (addressKey: string, extraId: string | null) => JSON.stringify([addressKey, extraId]);
