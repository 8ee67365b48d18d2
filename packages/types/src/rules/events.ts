/** What an event is about. `data` of the event is that resource; `resourceId` its id. */
export const EVENT_RESOURCES = [
  'payment',
  'suspense_item',
  'transaction',
  'withdrawal',
  'payout_stop',
  'user',
  'change_request',
  'policy',
  'currency',
  'provider',
  'verification',
  'desk_restore',
  'ledger_seal',
  'webhook_endpoint',
] as const;
export type EventResource = (typeof EVENT_RESOURCES)[number];

interface EventRule {
  resource: EventResource;
  /** User tokens see it, of their own user. */
  forUsers: boolean;
  /** For docs/integrate/events.md: what has happened. */
  title: string;
}

/**
 * Every type of event. The triggers of the database write them; a test makes each of them happen. New types may be
 * added at any time: readers ignore the types that they do not know.
 */
export const EVENTS = {
  'payment.created': { resource: 'payment', forUsers: true, title: 'A deposit was requested.' },
  'payment.address_issued': {
    resource: 'payment',
    forUsers: true,
    title: 'It has an address now, and can be paid.',
  },
  'payment.confirming': {
    resource: 'payment',
    forUsers: true,
    title: 'The network has seen the transfer; nothing is credited yet.',
  },
  'payment.confirmed': {
    resource: 'payment',
    forUsers: true,
    title: 'The network has confirmed the transfer; nothing is credited yet.',
  },
  'payment.credited': {
    resource: 'payment',
    forUsers: true,
    title: 'Money of it was added to the balance (`creditedAmountUsd` is the sum), or it became `completed`.',
  },
  'payment.partially_paid': {
    resource: 'payment',
    forUsers: true,
    title: 'Less than the requested amount has arrived.',
  },
  'payment.expired': { resource: 'payment', forUsers: true, title: 'Nothing has arrived in time.' },
  'payment.failed': { resource: 'payment', forUsers: true, title: 'The provider or staff have given it up.' },
  'payment.cancelled': { resource: 'payment', forUsers: true, title: 'It was cancelled.' },
  'payment.refunded': {
    resource: 'payment',
    forUsers: true,
    title: 'The provider has sent the money back to the payer.',
  },
  'payment.needs_attention': {
    resource: 'payment',
    forUsers: false,
    title: 'A person has to look at it; `needsAttention` says why.',
  },
  'payment.attention_cleared': {
    resource: 'payment',
    forUsers: false,
    title: 'A person has looked at it, or a later report has settled it.',
  },
  'suspense.opened': {
    resource: 'suspense_item',
    forUsers: false,
    title: 'Money has arrived that cannot be credited by rule.',
  },
  'suspense.credited': { resource: 'suspense_item', forUsers: false, title: 'It was credited to a user.' },
  'suspense.returned': {
    resource: 'suspense_item',
    forUsers: false,
    title: 'It was sent back to where it came from.',
  },
  'suspense.written_off': { resource: 'suspense_item', forUsers: false, title: 'It was written off.' },
  'transaction.created': {
    resource: 'transaction',
    forUsers: true,
    title: 'A posting on the ledger: the balance has changed.',
  },
  'withdrawal.requested': {
    resource: 'withdrawal',
    forUsers: true,
    title: 'A withdrawal was requested; its amount is held.',
  },
  'withdrawal.approved': { resource: 'withdrawal', forUsers: true, title: 'The last approval was given.' },
  'withdrawal.processing': { resource: 'withdrawal', forUsers: true, title: 'It is being sent.' },
  'withdrawal.completed': { resource: 'withdrawal', forUsers: true, title: 'It was sent and debited.' },
  'withdrawal.rejected': {
    resource: 'withdrawal',
    forUsers: true,
    title: 'Staff have refused it; the hold is released.',
  },
  'withdrawal.cancelled': {
    resource: 'withdrawal',
    forUsers: true,
    title: 'It was cancelled; the hold is released.',
  },
  'withdrawal.returned': {
    resource: 'withdrawal',
    forUsers: true,
    title: 'Sending failed: it is `approved` again.',
  },
  'payouts.stopped': { resource: 'payout_stop', forUsers: false, title: 'All payouts were stopped.' },
  'payouts.resumed': { resource: 'payout_stop', forUsers: false, title: 'Payouts go on.' },
  'user.frozen': {
    resource: 'user',
    forUsers: true,
    title: 'Charges and withdrawals are refused; deposits are still credited.',
  },
  'user.unfrozen': { resource: 'user', forUsers: true, title: 'The user can be charged again.' },
  'user.anonymized': {
    resource: 'user',
    forUsers: true,
    title: 'Name, e-mail address and external id were removed, in all events as well.',
  },
  'change_request.created': {
    resource: 'change_request',
    forUsers: false,
    title:
      'An action waits for another person, or (`notBefore`) for a delay during which it can be cancelled.',
  },
  'change_request.applied': {
    resource: 'change_request',
    forUsers: false,
    title: 'It was approved and has taken effect.',
  },
  'change_request.rejected': {
    resource: 'change_request',
    forUsers: false,
    title: 'Another person has refused it.',
  },
  'change_request.cancelled': { resource: 'change_request', forUsers: false, title: 'It was withdrawn.' },
  'change_request.expired': {
    resource: 'change_request',
    forUsers: false,
    title: 'No one has decided in time.',
  },
  'change_request.failed': {
    resource: 'change_request',
    forUsers: false,
    title: 'It was approved and could not be applied any more.',
  },
  'policy.published': {
    resource: 'policy',
    forUsers: false,
    title: 'A new version of the withdrawal policy is in force.',
  },
  'currency.changed': {
    resource: 'currency',
    forUsers: false,
    title: 'A currency was added, or what it says has changed: by staff or by the provider.',
  },
  'provider.down': {
    resource: 'provider',
    forUsers: false,
    title: 'The provider does not answer; calls are paused.',
  },
  'provider.up': { resource: 'provider', forUsers: false, title: 'The provider answers again.' },
  'verification.failed': {
    resource: 'verification',
    forUsers: false,
    title: 'The nightly verification of the database has found a fault.',
  },
  'desk.restored': {
    resource: 'desk_restore',
    forUsers: false,
    title:
      'The database was restored to an earlier time (`restoredTo`): what events after number `lostAfter` have reported is not in it any more.',
  },
  'ledger.sealed': {
    resource: 'ledger_seal',
    forUsers: false,
    title: 'New rows of the books were sealed. Keep `hash`: it shows later that nothing was removed.',
  },
  'webhook_endpoint.disabled': {
    resource: 'webhook_endpoint',
    forUsers: false,
    title:
      'Nothing is sent to it any more: by staff, because it answered 410, after three days of failures, or because events that it had not received were removed by age.',
  },
  test: {
    resource: 'webhook_endpoint',
    forUsers: false,
    title: 'Someone has asked for a test delivery.',
  },
} as const satisfies Record<string, EventRule>;

export type EventType = keyof typeof EVENTS;
export const EVENT_TYPES = Object.keys(EVENTS) as [EventType, ...EventType[]];

/** The types that user tokens see. */
export const USER_EVENT_TYPES: readonly EventType[] = EVENT_TYPES.filter((type) => EVENTS[type].forUsers);

/** Events of one page: by default, and at most. */
export const DEFAULT_EVENTS_LIMIT = 100;
export const MAX_EVENTS_LIMIT = 500;

/** Days that events are kept at least. A database trigger holds the same number. */
export const MIN_EVENT_RETENTION_DAYS = 30;

/** Days that idempotency keys are kept, at least and without a setting. A database trigger holds the first. */
export const MIN_IDEMPOTENCY_RETENTION_DAYS = 30;
export const IDEMPOTENCY_RETENTION_DAYS = 365;
