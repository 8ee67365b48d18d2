import type { Books } from './books.ts';

/** Invariant 5, as the contract states it, not as the product's table does. */
const PAYMENT_MOVES: Record<string, string> = {
  pending: 'confirming confirmed completed partially_paid failed expired cancelled refunded',
  confirming: 'confirmed completed partially_paid failed expired cancelled refunded',
  confirmed: 'completed partially_paid failed expired cancelled refunded',
  expired: 'confirming confirmed completed partially_paid',
  cancelled: 'confirming confirmed completed partially_paid',
  failed: 'confirming confirmed completed partially_paid',
  partially_paid: 'confirming confirmed completed',
};

const WITHDRAWAL_MOVES: Record<string, string> = {
  pending: 'approved rejected cancelled',
  approved: 'processing completed rejected cancelled',
  processing: 'completed approved',
};

export function checkMoves({ moves }: Books): string[] {
  return moves
    .filter(({ kind }) => kind !== 'requests')
    .flatMap(({ kind, id, from_status: from, to_status: to }) => {
      // An older report changes nothing: there is no move back to an earlier status.
      const allowed = (kind === 'withdrawal_requests' ? WITHDRAWAL_MOVES : PAYMENT_MOVES)[from] ?? '';
      return allowed.split(' ').includes(to) ? [] : [`${kind} ${id} went from ${from} to ${to}`];
    });
}
