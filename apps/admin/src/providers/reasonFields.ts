import type { ErrorReason } from '@paydesk/types/rules';

/** The input that a refusal speaks of, so that a form can show it there. */
export const REASON_FIELDS: Partial<Record<ErrorReason, string>> = {
  INVALID_ADDRESS: 'walletAddress',
  ADDRESS_UNVERIFIABLE: 'walletAddress',
  EXTRA_ID_REQUIRED: 'extraId',
  AMOUNT_TOO_SMALL: 'amountUsd',
  AMOUNT_TOO_LARGE: 'amountUsd',
  FEES_EXCEED_AMOUNT: 'amountUsd',
  INSUFFICIENT_FUNDS: 'amountUsd',
  REFUND_EXCEEDS_CHARGE: 'amountUsd',
  CURRENCY_UNKNOWN: 'currencyCode',
  CURRENCY_INACTIVE: 'currencyCode',
  WITHDRAWALS_DISABLED: 'currencyCode',
  CURRENCY_EXISTS: 'code',
  USER_FROZEN: 'userId',
  USER_ANONYMIZED: 'userId',
  INVALID_TRANSACTION_HASH: 'transactionHash',
  EXTERNAL_ID_TAKEN: 'externalId',
  EMAIL_TAKEN: 'email',
  PASSWORD_WRONG: 'password',
};
