import { statusName } from '../fields/statusNames.ts';
import { t } from '../texts/t.ts';

/** The filter of a list in words: `"status: Completed; amount range: Large"`. Empty: no filter. */
export function describeFilter(filter: Record<string, unknown>): string {
  return Object.entries(filter)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${nameText(name)}: ${TYPED.includes(name) ? String(value) : valueText(value)}`)
    .join('; ');
}

/** What a person typed stays as it was typed. */
const TYPED: readonly string[] = ['q', 'userId', 'ipAddress'];

/** The filters of all lists; one that is not named here is shown by its own name. */
const NAMES: Record<string, string> = {
  q: t('search'),
  userId: t('user'),
  ipAddress: t('address'),
  status: t('status'),
  statusGroup: t('status group'),
  transactionType: t('transaction type'),
  reason: t('reason'),
  kind: t('kind'),
  action: t('action'),
  role: t('role'),
  network: t('network'),
  currencyCode: t('currency'),
  amountRange: t('amount range'),
  balanceRange: t('balance range'),
  amountUsdMin: t('amount from'),
  amountUsdMax: t('amount to'),
  balanceUsdMin: t('balance from'),
  balanceUsdMax: t('balance to'),
  direction: t('direction'),
  activity: t('activity'),
  recency: t('recency'),
  from: t('from'),
  until: t('until'),
  createdAfter: t('created after'),
  createdBefore: t('created before'),
  orderId: t('order id'),
  externalId: t('external id'),
  needsAttention: t('needs attention'),
  claim: t('claim'),
  forMe: t('for me'),
  isActive: t('active'),
  isFrozen: t('frozen'),
  isAnonymized: t('anonymised'),
  isStable: t('stablecoin'),
  isEnabled: t('enabled'),
  isFailing: t('failing'),
  hasHolds: t('has holds'),
  hasPendingChange: t('has pending change'),
  withdrawalsEnabled: t('withdrawals enabled'),
  eventType: t('event type'),
  actorKind: t('kind of actor'),
  subjectKind: t('subject kind'),
};

const nameText = (name: string): string =>
  NAMES[name] ?? name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[a-z_]+$/.test(value) ? statusName(value) : value;
}
