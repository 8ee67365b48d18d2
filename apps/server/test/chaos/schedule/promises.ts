/** One call with an idempotency key: its input and its result. */
interface KeyedCall {
  key: string;
  input: string;
  /** The resource; null when it was refused, or no answer came. */
  result: string | null;
}

/** What the desk has acknowledged: it must still be true at the end. */
export interface Promises {
  keyed: KeyedCall[];
  /** Calls without a key, by what they create: no more than that may exist. */
  unkeyed: Record<'payment' | 'withdrawal' | 'charge' | 'bonus' | 'fee' | 'adjustment' | 'refund', number>;
  /** Ids of acknowledged resources, by table. */
  made: { table: 'payments' | 'withdrawal_requests' | 'transactions'; id: string }[];
  /** Withdrawals that a `complete` was acknowledged for. */
  completed: string[];
  /** Suspense items that a resolution was acknowledged for, and which. */
  resolved: { id: string; as: 'credited' | 'returned' | 'written_off' }[];
  /** Payments that `markCompleted` was acknowledged for. */
  attested: string[];
}

export const newPromises = (): Promises => ({
  keyed: [],
  unkeyed: { payment: 0, withdrawal: 0, charge: 0, bonus: 0, fee: 0, adjustment: 0, refund: 0 },
  made: [],
  completed: [],
  resolved: [],
  attested: [],
});
