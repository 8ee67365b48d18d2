import { KNOWN_ADDRESSES } from './gatherFacts.ts';

/** Times in milliseconds since 1970; `closedAt` is Infinity when it was neither rejected nor cancelled. */
export interface PastUse {
  walletAddress: string;
  extraId: string | null;
  createdAt: number;
  closedAt: number;
  completedAt: number | null;
}

interface OpenUse {
  usedAt: number;
  until: number;
}

/** The destinations that one user had requested, and was paid at, at each moment. Added in order of creation. */
export class PastDestinations {
  readonly #paidAt = new Map<string, number>();
  readonly #uses = new Map<string, OpenUse[]>();

  add({ walletAddress, extraId, createdAt, closedAt, completedAt }: PastUse): void {
    const destination = keyOf(walletAddress, extraId);
    if (completedAt !== null)
      this.#paidAt.set(destination, Math.min(completedAt, this.#paidAt.get(destination) ?? Infinity));
    // A use that was never closed makes earlier ones irrelevant.
    const uses =
      closedAt === Infinity
        ? []
        : (this.#uses.get(walletAddress) ?? []).filter(({ until }) => until > createdAt);
    uses.push({ usedAt: createdAt, until: closedAt });
    this.#uses.set(walletAddress, uses);
  }

  isPaid(walletAddress: string, extraId: string | null, at: number): boolean {
    return (this.#paidAt.get(keyOf(walletAddress, extraId)) ?? Infinity) <= at;
  }

  /** The user's other addresses, the last used first, as `gatherFacts` reads them. */
  others(walletAddress: string, at: number): string[] {
    const known: { address: string; usedAt: number }[] = [];
    for (const [address, uses] of this.#uses) {
      const usedAt = uses.reduce(
        (latest, use) => (use.until > at ? Math.max(latest, use.usedAt) : latest),
        -Infinity,
      );
      if (address !== walletAddress && usedAt > -Infinity) known.push({ address, usedAt });
    }
    return known
      .toSorted((a, b) => b.usedAt - a.usedAt || (a.address < b.address ? -1 : 1))
      .slice(0, KNOWN_ADDRESSES)
      .map(({ address }) => address);
  }
}

const keyOf = (walletAddress: string, extraId: string | null) => JSON.stringify([walletAddress, extraId]);
