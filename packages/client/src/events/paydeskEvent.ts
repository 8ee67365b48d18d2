import type { Currency, Payment, Transaction, User, Withdrawal } from '../generated/procedures.ts';

/** What `data` of an event is, by the first part of the event's type: the resource as its `get` returns it. */
interface EventData {
  payment: Payment;
  suspense: Record<string, unknown>;
  transaction: Transaction;
  withdrawal: Withdrawal;
  user: User;
  change_request: Record<string, unknown>;
  currency: Currency;
  policy: Record<string, unknown>;
  provider: Record<string, unknown>;
}

interface EventNames {
  payment:
    | 'created'
    | 'confirming'
    | 'credited'
    | 'partially_paid'
    | 'expired'
    | 'failed'
    | 'cancelled'
    | 'refunded'
    | 'needs_attention';
  suspense: 'opened' | 'credited' | 'returned' | 'written_off';
  transaction: 'created';
  withdrawal: 'requested' | 'approved' | 'processing' | 'completed' | 'rejected' | 'cancelled' | 'returned';
  user: 'frozen' | 'unfrozen' | 'anonymized';
  change_request: 'created' | 'applied' | 'rejected' | 'cancelled' | 'expired';
  currency: 'changed';
  policy: 'published';
  provider: 'down' | 'up';
}

interface EventOf<Type extends string, Data> {
  /** The same in `events.list`, in webhooks (`webhook-id`) and in every repeated delivery. */
  id: string;
  /** The order in which the desk committed its events. */
  sequence: string | number;
  type: Type;
  /** ISO 8601, UTC. */
  createdAt: string;
  resourceType: string | null;
  resourceId: string | null;
  userId: string | null;
  userExternalId: string | null;
  data: Data;
}

/**
 * Something that happened on the desk; switch on `type` to narrow `data`. A newer desk may send types that this
 * version does not list: ignore what you do not know.
 */
export type PaydeskEvent =
  | {
      [Resource in keyof EventNames]: EventOf<`${Resource}.${EventNames[Resource]}`, EventData[Resource]>;
    }[keyof EventNames]
  | EventOf<'test', Record<string, unknown>>;

export type PaydeskEventType = PaydeskEvent['type'];
