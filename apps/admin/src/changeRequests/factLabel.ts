import type { ActionInput } from '../providers/actions.ts';
import type { PolicyRules } from '../providers/records.ts';
import { t } from '../texts/t.ts';

type Field =
  | keyof ActionInput<'apiKeys.create'>
  | keyof ActionInput<'currencies.create'>
  | keyof ActionInput<'currencies.acceptChange'>['pendingChange']
  | keyof PolicyRules;

/** Of changes whose labels the server makes of the names of fields. */
const FIELDS: Record<Field, string> = {
  name: t('Name'),
  symbol: t('Symbol'),
  code: t('Code'),
  token: t('Token'),
  network: t('Network'),
  contractAddress: t('Contract'),
  decimalPlaces: t('Decimal places'),
  chainDecimals: t('Decimal places of the contract'),
  extraIdName: t('Memo'),
  minAmountUsd: t('Minimum'),
  networkFeeUsd: t('Withdrawal network fee'),
  serviceFeePercent: t('Withdrawal service fee in percent'),
  serviceFeeUsd: t('Fixed withdrawal service fee'),
  withdrawalsEnabled: t('Withdrawals enabled'),
  isStable: t('Stablecoin'),
  isActive: t('Active'),
  sortOrder: t('Sort order'),
  scopes: t('Scopes'),
  expiresAt: t('Expires'),
  limits: t('Limits'),
  allowedAddresses: t('Allowed addresses'),
  approvals: t('Approvals'),
  bandsBy: t('Several withdrawals of one user'),
  allowSamePerson: t('Four eyes'),
  secondFactor: t('Second factor'),
  lookAlike: t('Look-alike addresses'),
  perUser: t('Limits per user'),
  global: t('Limits for all users'),
  velocity: t('Requests per user'),
  coolingHours: t('New addresses'),
  creditorDays: t('Credits by staff'),
  rateSeconds: t('Rate'),
};

/** Labels that the server writes itself. */
const LABELS = {
  'Had access to this account': t('Had access to this account'),
  'Hours that the old secret stays valid': t('Hours that the old secret stays valid'),
  'Last withdrawal': t('Last withdrawal'),
  'Minimum in USD': FIELDS.minAmountUsd,
  'Second factor required': t('Second factor required'),
  'Transaction hash': t('Transaction hash'),
  'Value in USD': t('Value in USD'),
  'Amount in USD': t('Amount in USD'),
  'E-mail': t('E-mail'),
  Account: t('Account'),
  Address: t('Address'),
  Addresses: FIELDS.allowedAddresses,
  Arrived: t('Arrived'),
  Credited: t('Credited'),
  Events: t('Events'),
  Link: t('Link'),
  Payouts: t('Payouts'),
  Role: t('Role'),
  Status: t('Status'),
  URL: t('URL'),
  User: t('User'),
};

/** `Network fee USD` is the field `networkFeeUsd`. */
const keyOf = (label: string): string => label.replaceAll(' ', '').toLowerCase();

const NAMES = new Map(
  [...Object.entries(FIELDS), ...Object.entries(LABELS)].map(([key, name]) => [keyOf(key), name]),
);

const AMOUNT_IN = /^Amount in (.+)$/;

/** What a change concerns, in the page’s language; null: this version does not know it. */
export function factLabel(label: string): string | null {
  const known = NAMES.get(keyOf(label));
  if (known !== undefined) return known;
  const [, currency] = AMOUNT_IN.exec(label) ?? [];
  return currency === undefined ? null : t('Amount in {currency}', { currency });
}
