import type { ErrorDescription } from './errorDescription.ts';

/** Errors about payments, balances, withdrawals, currencies and users. */
export const moneyErrors = {
  INSUFFICIENT_FUNDS: {
    meaning: 'The user’s available balance (balance minus held) does not cover the amount.',
    whatToDo:
      'Let the user top up, or charge less. Postings and withdrawals say both amounts: `details.availableUsd`, `details.requestedUsd`.',
  },
  ILLEGAL_TRANSITION: {
    meaning: 'The row’s status does not allow this action.',
    whatToDo: 'Read the row again and decide by its present status.',
  },
  CURRENCY_UNKNOWN: {
    meaning: 'There is no currency with this code.',
    whatToDo: 'Take codes from `currencies.list`.',
  },
  CURRENCY_INACTIVE: {
    meaning: 'This currency is not offered at the moment.',
    whatToDo: 'Offer another one: `currencies.list` with the filter `isActive`.',
  },
  CURRENCY_EXISTS: {
    meaning: 'There already is a currency with this code.',
    whatToDo: 'Change that currency instead.',
  },
  CURRENCY_IN_USE: {
    meaning: 'Open payments or withdrawals use this currency, so this cannot be changed now.',
    whatToDo: 'Wait until they are closed.',
  },
  WITHDRAWALS_DISABLED: {
    meaning: 'Withdrawals in this currency are switched off.',
    whatToDo: 'Choose a currency with `withdrawalsEnabled`.',
  },
  AMOUNT_TOO_SMALL: {
    meaning:
      'The amount is below the minimum in `details.minimumUsd`. The field is missing while only the provider knows its new minimum.',
    whatToDo: 'Ask for at least the minimum; without one, for more or in another currency.',
  },
  AMOUNT_TOO_LARGE: {
    meaning: 'The amount is above the maximum in `details.maximumUsd`.',
    whatToDo: 'Split it into several payments.',
  },
  FEES_EXCEED_AMOUNT: {
    meaning: 'The fees of the withdrawal would use up its whole amount.',
    whatToDo: 'Withdraw more, or in a currency with lower fees: see `withdrawals.quote`.',
  },
  INVALID_ADDRESS: {
    meaning: 'This is not a valid wallet address on the network of the currency.',
    whatToDo: 'Ask the user to copy the address again, for exactly this network.',
  },
  ADDRESS_UNVERIFIABLE: {
    meaning: 'Addresses of this network carry no checksum, so the desk cannot check them.',
    whatToDo: 'Staff can request it in the admin app and confirm the address there.',
  },
  EXTRA_ID_REQUIRED: {
    meaning: 'This network needs a memo or tag beside the address.',
    whatToDo: 'Send `extraId`; the currency’s `extraIdName` says what it is called.',
  },
  INVALID_TRANSACTION_HASH: {
    meaning: 'This is not a transaction hash of the withdrawal’s network.',
    whatToDo: 'Copy the hash from the wallet or the block explorer.',
  },
  TRANSACTION_HASH_USED: {
    meaning: 'This transaction is recorded for another withdrawal, which the message names.',
    whatToDo: 'Look at both: one transaction pays one withdrawal.',
  },
  AMOUNT_DEVIATES: {
    meaning: 'The sent amount is more than 2 % away from the amount fixed at approval, or none was fixed.',
    whatToDo: 'Send a `note` that says why; another person has to agree.',
  },
  USER_FROZEN: {
    meaning: 'The user is frozen: no charge and no withdrawal; deposits still credit.',
    whatToDo: 'Staff decide when to unfreeze the user.',
  },
  USER_ANONYMIZED: {
    meaning: 'The user was anonymised and can no longer be used.',
    whatToDo: 'Create another user.',
  },
  USER_HAS_OPEN_MONEY: {
    meaning: 'The user has a balance, or open payments or withdrawals.',
    whatToDo: 'Close them first.',
  },
  EXTERNAL_ID_TAKEN: {
    meaning: 'Another user has this external id.',
    whatToDo: 'Use an id of your own that is unique.',
  },
  TOO_MANY_OPEN_PAYMENTS: {
    meaning: 'The user has too many unpaid payments; each occupies an address at the provider.',
    whatToDo: 'Show an open payment again instead of creating one, or cancel some.',
  },
  NOT_A_CHARGE: {
    meaning: '`chargeId` is not the id of a transaction of type `payment`.',
    whatToDo: 'Send the id that `transactions.charge` returned.',
  },
  REFUND_EXCEEDS_CHARGE: {
    meaning: 'The refunds of this charge would be more than the charge.',
    whatToDo: 'Refund at most the rest; without `amountUsd` the rest is refunded.',
  },
  ALREADY_CREDITED: {
    meaning: 'This payment was credited already.',
    whatToDo: 'Nothing: read the payment.',
  },
  PAYMENT_HAS_FUNDS: {
    meaning: 'Money has arrived for this payment, so it can no longer be cancelled or failed.',
    whatToDo: 'Let it complete, then refund or withdraw.',
  },
  SUSPENSE_RESOLVED: {
    meaning: 'This suspense item was resolved already.',
    whatToDo: 'Read the item to see how.',
  },
  SUSPENSE_WITHOUT_USER: {
    meaning: 'The item belongs to no user yet, so it cannot be credited.',
    whatToDo: 'Name the user to credit.',
  },
  QUOTE_INVALID: {
    meaning: 'The quote was not made by this desk for this amount and currency.',
    whatToDo: 'Ask `withdrawals.quote` again and pass its `quote` on unchanged.',
  },
  QUOTE_EXPIRED: {
    meaning: 'The quote is no longer valid.',
    whatToDo: 'Ask for a new quote, show it, and request again.',
  },
  RATE_EXPIRED: {
    meaning: 'The crypto amount that was fixed at the approval is no longer valid.',
    whatToDo: 'Staff refresh the rate and continue.',
  },
  RATE_IMPLAUSIBLE: {
    meaning:
      'The provider’s rate is far from the rates that the desk knows, or the desk knows none to compare it with.',
    whatToDo:
      'Try again later. If the rate is right, pay by hand: another person has to agree to the amount.',
  },
  POLICY_REFUSED: {
    meaning: 'The withdrawal policy does not allow this request.',
    whatToDo: 'Read `details`, which name the rules; do not repeat it unchanged.',
  },
  LIMIT_EXCEEDED: {
    meaning: 'The request would exceed a limit of the withdrawal policy.',
    whatToDo: 'Request less, or wait until the window has moved on.',
  },
  COOLING_DOWN: {
    meaning: 'The address is new to this user, and its waiting time is not over.',
    whatToDo: 'Approve it after the time in the message.',
  },
  KEY_LIMIT_EXCEEDED: {
    meaning: 'The call exceeds what this API key may move in one call or in 24 hours.',
    whatToDo: 'Wait, or have the limits of the key changed by staff.',
  },
} satisfies Record<string, ErrorDescription>;
