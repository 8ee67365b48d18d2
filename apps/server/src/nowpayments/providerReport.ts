import {
  isObject,
  readAmount,
  readCode,
  readId,
  readIds,
  readText,
  readTime,
  storable,
} from './readField.ts';

/**
 * A payment as the provider reports it: the same shape from create, GET, the list and a webhook. Fields that
 * a source leaves out are null (GET has no `network` or `validUntil`, a webhook no hash): null means "not
 * given", never "removed". Amounts are plain decimal strings; codes are lower-case.
 */
export interface ProviderReport {
  providerPaymentId: string;
  /** Set on re-deposits and wrong-asset deposits. */
  parentPaymentId: string | null;
  orderId: string | null;
  /** The text that came with the order id; null also when it is longer than any of the desk's. */
  orderDescription: string | null;
  /** The provider's status, as sent. */
  rawStatus: string;
  payAddress: string | null;
  /** Memo or tag that a deposit must carry. */
  payinExtraId: string | null;
  /** Empty when the provider leaves it out. */
  payCurrency: string;
  payAmount: string | null;
  /** What arrived, in `payCurrency`. */
  actuallyPaid: string | null;
  priceAmount: string | null;
  /** The fiat code of `priceAmount`. */
  priceCurrency: string | null;
  /** An estimate until the payment has ended as paid; set even when nothing has arrived. */
  outcomeAmount: string | null;
  outcomeCurrency: string | null;
  payinHash: string | null;
  network: string | null;
  /** End of the current quote. */
  expirationEstimateAt: Date | null;
  /** Until when the address is watched. */
  validUntil: Date | null;
  updatedAt: Date | null;
  createdAt: Date | null;
  childPaymentIds: string[];
  originType: string | null;
  /** `actually_paid` is there, but is no amount that the database can hold. */
  isAmountUnusable: boolean;
  /** The whole body, number tokens kept as strings; of a huge one the fields that the desk reads, cut short. */
  raw: unknown;
}

/**
 * Reads a payment body from `parseExactJson`. Null when it has no status or no payment id of a usual form, so
 * is no payment.
 */
export function readProviderReport(body: unknown): ProviderReport | null {
  if (!isObject(body)) return null;
  const providerPaymentId = readId(body['payment_id']);
  const rawStatus = readText(body['payment_status'])?.slice(0, LONGEST_STATUS) ?? null;
  if (providerPaymentId === null || rawStatus === null) return null;
  return {
    providerPaymentId,
    parentPaymentId: readId(body['parent_payment_id']),
    orderId: readText(body['order_id']),
    orderDescription: shortText(body['order_description'], LONGEST_DESCRIPTION),
    rawStatus,
    payAddress: readText(body['pay_address']),
    payinExtraId: readText(body['payin_extra_id']),
    payCurrency: readCode(body['pay_currency']) ?? '',
    payAmount: readAmount(body['pay_amount']),
    actuallyPaid: readAmount(body['actually_paid']),
    priceAmount: readAmount(body['price_amount']),
    priceCurrency: readCode(body['price_currency']),
    outcomeAmount: readAmount(body['outcome_amount']),
    outcomeCurrency: readCode(body['outcome_currency']),
    payinHash: shortText(body['payin_hash'], LONGEST_HASH),
    network: readCode(body['network']),
    expirationEstimateAt: readTime(body['expiration_estimate_date']),
    validUntil: readTime(body['valid_until']),
    updatedAt: readTime(body['updated_at']),
    createdAt: readTime(body['created_at']),
    childPaymentIds: readIds(body['payment_extra_ids'], MOST_CHILDREN),
    originType: readText(body['origin_type']),
    isAmountUnusable: isUnusable(body['actually_paid']),
    raw: boundedRaw(body),
  };
}

const LONGEST_STATUS = 100;
/** Re-deposits to one address; each is asked about. */
const MOST_CHILDREN = 50;
/** A real report has about a thousand characters. */
const LONGEST_BODY = 65_536;
const LONGEST_CUT = 1000;
/** Longer texts are no hashes, and would not fit into an index. */
const LONGEST_HASH = 200;
const LONGEST_DESCRIPTION = 1000;
/** The database holds amounts below 10^30. */
const MOST_WHOLE_DIGITS = 30;

function boundedRaw(body: Record<string, unknown>): unknown {
  const whole = storable(body);
  const length = JSON.stringify(whole).length;
  if (length <= LONGEST_BODY) return whole;
  const known = READ_FIELDS.flatMap((field) => {
    const value = body[field];
    return typeof value === 'string' ? [[field, storable(value.slice(0, LONGEST_CUT))]] : [];
  });
  return { ...Object.fromEntries(known), cut_from_characters: String(length) };
}

const READ_FIELDS = [
  'payment_id',
  'parent_payment_id',
  'payment_status',
  'order_id',
  'order_description',
  'pay_address',
  'payin_extra_id',
  'pay_currency',
  'pay_amount',
  'actually_paid',
  'price_amount',
  'price_currency',
  'outcome_amount',
  'outcome_currency',
  'payin_hash',
  'network',
  'expiration_estimate_date',
  'valid_until',
  'updated_at',
  'created_at',
];

function shortText(value: unknown, longest: number): string | null {
  const text = readText(value);
  return text !== null && text.length <= longest ? text : null;
}

function isUnusable(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 'null') return false;
  const amount = readAmount(value);
  return amount === null || amount.startsWith('-') || (amount.split('.')[0] ?? '').length > MOST_WHOLE_DIGITS;
}
