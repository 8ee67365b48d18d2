import type { ErrorReason } from '@paydesk/types';

/** What the description says about one operation. */
export interface OperationText {
  summary: string;
  description?: string;
  /** Reasons of its own, beyond those that every operation of its form has. */
  reasons?: readonly ErrorReason[];
}

const ISSUES_ADDRESS = [
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_REFUSED',
  'PROVIDER_ANSWER_INVALID',
] as const satisfies ErrorReason[];
const OF_USER = ['NOT_FOUND', 'USER_ANONYMIZED'] as const satisfies ErrorReason[];
const OF_CURRENCY = ['CURRENCY_UNKNOWN', 'CURRENCY_INACTIVE'] as const satisfies ErrorReason[];
const OF_QUOTE = [
  ...OF_CURRENCY,
  'WITHDRAWALS_DISABLED',
  'AMOUNT_TOO_SMALL',
  'FEES_EXCEED_AMOUNT',
] as const satisfies ErrorReason[];

/** By procedure. */
export const OPERATION_TEXTS: Readonly<Record<string, OperationText>> = {
  ...listTexts('currencies', 'currencies', 'a currency'),
  ...listTexts('payments', 'payments', 'a payment'),
  ...listTexts('balances', 'balances', 'the balance of a user'),
  ...listTexts('transactions', 'transactions', 'a transaction'),
  ...listTexts('withdrawals', 'withdrawals', 'a withdrawal'),
  ...listTexts('users', 'users', 'a user'),
  'payments.create': {
    summary: 'Create a payment',
    description:
      'Asks a user for a deposit and issues an address to pay to. If the provider does not answer, the payment waits ' +
      'for its address: read it again, or repeat the call with the same idempotency key.',
    reasons: [
      ...OF_USER,
      ...OF_CURRENCY,
      'AMOUNT_TOO_SMALL',
      'AMOUNT_TOO_LARGE',
      'TOO_MANY_OPEN_PAYMENTS',
      ...ISSUES_ADDRESS,
    ],
  },
  'payments.refresh': {
    summary: 'Ask the provider for the state of a payment',
    description:
      'For apps. The desk asks by itself and receives notifications; use it when a person is waiting.',
    reasons: ['AMOUNT_TOO_SMALL', ...ISSUES_ADDRESS],
  },
  'payments.confirm': {
    summary: 'Say that a payment was sent',
    description:
      'The payer says “I have paid”, and the desk asks the provider at once. It credits nothing by itself.',
    reasons: ['AMOUNT_TOO_SMALL', ...ISSUES_ADDRESS],
  },
  'payments.cancel': {
    summary: 'Cancel a payment',
    description: 'Possible while nothing has arrived. Money that arrives later is still credited.',
    reasons: ['ILLEGAL_TRANSITION', 'PAYMENT_HAS_FUNDS'],
  },
  'balances.at': {
    summary: 'Read the balance of a user at a time',
    description: 'The balance after the last transaction up to this time.',
  },
  'transactions.charge': {
    summary: 'Charge a user',
    description:
      'Debits the price of a service from the available balance. The answer is a transaction of type `payment`.',
    reasons: [...OF_USER, 'USER_FROZEN', 'INSUFFICIENT_FUNDS', 'KEY_LIMIT_EXCEEDED', 'OVERLOADED'],
  },
  'transactions.refund': {
    summary: 'Refund a charge',
    description: 'Pays a charge back, wholly or in part. The refunds of a charge never exceed it.',
    reasons: [
      'NOT_FOUND',
      'NOT_A_CHARGE',
      'REFUND_EXCEEDS_CHARGE',
      'USER_ANONYMIZED',
      'KEY_LIMIT_EXCEEDED',
      'OVERLOADED',
    ],
  },
  'transactions.bonus': {
    summary: 'Give a bonus',
    description: 'Credits an amount that was not paid in.',
    reasons: [...OF_USER, 'KEY_LIMIT_EXCEEDED', 'OVERLOADED'],
  },
  'transactions.fee': {
    summary: 'Charge a fee',
    description: 'Debits a fee from the available balance.',
    reasons: [...OF_USER, 'INSUFFICIENT_FUNDS', 'KEY_LIMIT_EXCEEDED', 'OVERLOADED'],
  },
  'withdrawals.quote': {
    summary: 'Quote a withdrawal',
    description:
      'What a withdrawal would cost now. Until `expiresAt`, a withdrawal with this `quote` costs exactly that.',
    reasons: [...OF_QUOTE],
  },
  'withdrawals.create': {
    summary: 'Request a withdrawal',
    description: 'Holds the amount on the balance. People approve the request and send the money.',
    reasons: [
      ...OF_USER,
      ...OF_QUOTE,
      'USER_FROZEN',
      'INSUFFICIENT_FUNDS',
      'INVALID_ADDRESS',
      'ADDRESS_UNVERIFIABLE',
      'EXTRA_ID_REQUIRED',
      'QUOTE_INVALID',
      'QUOTE_EXPIRED',
      'LIMIT_EXCEEDED',
      'POLICY_REFUSED',
      'STAFF_ONLY',
      'KEY_LIMIT_EXCEEDED',
    ],
  },
  'withdrawals.cancel': {
    summary: 'Cancel a withdrawal',
    description: 'Possible while it waits for its approval. The amount held is available again.',
    reasons: ['ILLEGAL_TRANSITION', 'PAYLOAD_CHANGED'],
  },
  'users.upsert': {
    summary: 'Create or update a user',
    description: 'The user with this `externalId`, which is your own id; made if there is none yet.',
    reasons: ['USER_ANONYMIZED', 'EXTERNAL_ID_TAKEN'],
  },
  'users.getByExternalId': { summary: 'Read a user by your own id', reasons: ['NOT_FOUND'] },
  'users.token': {
    summary: 'Create a user token',
    description:
      'A short-lived secret with which a browser acts for this user alone. Your server makes it; it is shown once.',
    reasons: ['USER_ANONYMIZED'],
  },
  'users.revokeTokens': {
    summary: 'Revoke the tokens of a user',
    description: 'Ends all valid tokens of this user, for instance at sign-out.',
  },
  'events.list': {
    summary: 'List events',
    description:
      'What happened, in the order in which it was committed, from behind the cursor `after`. `nextCursor` is always ' +
      'set, also on an empty page: pass it on as `after`, and no event is missed.',
    reasons: ['INVALID_CURSOR', 'CURSOR_EXPIRED'],
  },
  'events.get': { summary: 'Read an event' },
  'system.session': { summary: 'Read who is calling, and what they may do' },
};

function listTexts(resource: string, rows: string, row: string): Record<string, OperationText> {
  return {
    [`${resource}.list`]: {
      summary: `List ${rows}`,
      description: 'Page by page. Pass `nextCursor` on as `cursor`, with the same sort order and filters.',
      reasons: ['PAGE_TOO_DEEP', 'INVALID_CURSOR'],
    },
    [`${resource}.get`]: { summary: `Read ${row}` },
    [`${resource}.getMany`]: {
      summary: `Read several ${rows}`,
      description: 'By id. Ids that do not exist, or belong to another user, are left out of the answer.',
    },
  };
}

/** By router. */
export const GROUP_TEXTS: Readonly<Record<string, { name: string; description: string }>> = {
  currencies: {
    name: 'Currencies',
    description: 'What can be paid in and out, with networks, fees and minimums.',
  },
  payments: {
    name: 'Payments',
    description: 'Deposits of users: requested, paid in crypto, credited in US dollars.',
  },
  balances: { name: 'Balances', description: 'What each user has, and what of it is held or available.' },
  transactions: {
    name: 'Transactions',
    description: 'The ledger: every change of a balance, never altered.',
  },
  withdrawals: { name: 'Withdrawals', description: 'Requests to be paid out, which people approve.' },
  users: {
    name: 'Users',
    description: 'Your own users as the desk knows them, and their tokens for browsers.',
  },
  events: { name: 'Events', description: 'What happened, in order and without gaps.' },
  system: { name: 'Session', description: 'The caller.' },
};

/** What fields and parameters of these names mean, wherever they occur. */
export const FIELD_TEXTS: Readonly<Record<string, string>> = {
  page: 'The number of the page, from 1, down to row 10,000. `cursor` takes precedence.',
  perPage: 'Rows on a page: 1 to 100.',
  cursor: 'The `nextCursor` of the page before, with the same sort order and filters.',
  sort: 'A field, with `-` in front for descending order.',
  updatedAfter: 'Only rows that changed after this time.',
  orderId: 'Your own reference, returned as sent.',
  userExternalId: 'Your own id of the user, instead of `userId`.',
  q: 'A text to search for.',
  ids: 'Up to 100 ids; repeat the parameter for each.',
  after:
    'Only events behind this cursor; `now`: only those that come from now on. Default: from the oldest kept.',
  types: 'Only events of these types; repeat the parameter for each.',
  limit: 'Events on a page.',
  at: 'A time in ISO 8601.',
  userId: 'The id that the desk gave this user.',
  externalId: 'Your own id of the user, compared exactly as sent.',
  amountUsd: 'US dollars as a decimal string with at most two places.',
  amountUsdMin: 'Only amounts from this one on.',
  amountUsdMax: 'Only amounts up to this one.',
  createdAfter: 'Only rows made after this time.',
  createdBefore: 'Only rows made before this time.',
  currencyCode: 'The code of a currency of this desk, such as `btc` or `usdttrc20`.',
  description: 'A text for people, shown to the user.',
  metadata: 'An object of your own, up to 4 kB of JSON, returned as sent.',
  idempotencyKey:
    'The same as the header `Idempotency-Key`: a repeat with the same key and input answers the first result.',
  chargeId: 'The id of a transaction of type `payment`.',
  ttlSeconds: 'How long the token is valid; 15 minutes by default, one day at most.',
  walletAddress: 'Where the money goes. It is checked for the network of the currency.',
  extraId: 'The memo, tag or payment id that some networks need beside the address.',
  quote: 'The signed quote, from `GET /withdrawals/quote`.',
  total: 'Rows of all pages; counted up to 10,000.',
  totalIsEstimate: 'There are more rows than `total` says.',
  nextCursor: 'Where the next page begins; none after the last page of a list.',
  creditedAmountUsd: 'What of this payment is on the balance.',
  availableUsd: 'What can be charged or withdrawn: the balance without what is held.',
  heldUsd: 'Held for withdrawals that are not completed.',
  providerData: 'The last report of the payment provider as received; not shown to user tokens.',
};
