import type { Currency, Payment, Transaction, User, Withdrawal } from '../generated/procedures.ts';

/** Resources that only staff read by themselves; the fields are those of the admin app. */
type StaffResource = Record<string, unknown>;

interface EventOf<Types extends string, Resource extends string, Data> {
  /** The same in `events.list`, in webhooks (`webhook-id`) and in every repeated delivery. */
  id: string;
  /** Its place in the order in which the desk committed its events: the `after` to continue from. */
  sequence: number;
  type: Types;
  /** ISO 8601, UTC. */
  createdAt: string;
  resourceType: Resource;
  resourceId: string;
  userId: string | null;
  userExternalId: string | null;
  /** The resource as this change left it. Null: the desk could not build it; read the resource by its id. */
  data: Data | null;
}

type PaymentEvent = `payment.${
  | 'created'
  | 'address_issued'
  | 'confirming'
  | 'confirmed'
  | 'credited'
  | 'partially_paid'
  | 'expired'
  | 'failed'
  | 'cancelled'
  | 'refunded'
  | 'needs_attention'
  | 'attention_cleared'}`;

type WithdrawalEvent = `withdrawal.${
  | 'requested'
  | 'approved'
  | 'processing'
  | 'completed'
  | 'rejected'
  | 'cancelled'
  | 'returned'}`;

type ChangeRequestEvent = `change_request.${
  | 'created'
  | 'applied'
  | 'rejected'
  | 'cancelled'
  | 'expired'
  | 'failed'}`;

/**
 * Something that happened on the desk; switch on `type` to narrow `data`. A newer desk may send types that this
 * version does not list: ignore what you do not know.
 */
export type PaydeskEvent =
  | EventOf<PaymentEvent, 'payment', Payment>
  | EventOf<'transaction.created', 'transaction', Transaction>
  | EventOf<WithdrawalEvent, 'withdrawal', Withdrawal>
  | EventOf<`user.${'frozen' | 'unfrozen' | 'anonymized'}`, 'user', User>
  | EventOf<'currency.changed', 'currency', Currency>
  | EventOf<`suspense.${'opened' | 'credited' | 'returned' | 'written_off'}`, 'suspense_item', StaffResource>
  | EventOf<ChangeRequestEvent, 'change_request', StaffResource>
  | EventOf<'policy.published', 'policy', StaffResource>
  | EventOf<`payouts.${'stopped' | 'resumed'}`, 'payout_stop', StaffResource>
  | EventOf<`provider.${'down' | 'up'}`, 'provider', StaffResource>
  | EventOf<'verification.failed', 'verification', StaffResource>
  | EventOf<'desk.restored', 'desk_restore', StaffResource>
  | EventOf<'ledger.sealed', 'ledger_seal', StaffResource>
  | EventOf<'test' | 'webhook_endpoint.disabled', 'webhook_endpoint', StaffResource>;

export type PaydeskEventType = PaydeskEvent['type'];
