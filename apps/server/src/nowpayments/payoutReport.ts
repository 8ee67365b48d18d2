import { isObject, readAmount, readCode, readId, readText, readTime } from './readField.ts';

/** A payout as the provider reports it, from create, GET, the list or a webhook. Null means "not given". */
export interface PayoutReport {
  providerPayoutId: string;
  /** The batch in which it was created and is confirmed. */
  providerBatchId: string;
  /** Our own id; a webhook leaves it out. */
  externalId: string | null;
  /** As reported, in lower case: the provider uses both. */
  rawStatus: string;
  currency: string;
  address: string | null;
  extraId: string | null;
  amount: string | null;
  hash: string | null;
  error: string | null;
  ipnCallbackUrl: string | null;
  createdAt: Date | null;
  /** The whole body, number tokens kept as strings. */
  raw: unknown;
}

/** Reads one payout from `parseExactJson`. Null when it has no ids or status: it is not a payout. */
export function readPayoutReport(body: unknown): PayoutReport | null {
  if (!isObject(body)) return null;
  const providerPayoutId = readId(body['id']);
  const providerBatchId = readId(body['batch_withdrawal_id']);
  const rawStatus = readText(body['status'])?.toLowerCase() ?? null;
  if (providerPayoutId === null || providerBatchId === null || rawStatus === null) return null;
  return {
    providerPayoutId,
    providerBatchId,
    rawStatus,
    externalId: readText(body['unique_external_id']),
    currency: readCode(body['currency']) ?? '',
    address: readText(body['address']),
    extraId: readText(body['extra_id']),
    amount: readAmount(body['amount']),
    hash: readText(body['hash']),
    error: readText(body['error']),
    ipnCallbackUrl: readText(body['ipn_callback_url']),
    createdAt: readTime(body['created_at'] ?? body['createdAt']),
    raw: body,
  };
}

/**
 * The payouts of a batch, all of them: in practice an object with `withdrawals`, documented as an array. Null for
 * anything else, and when one cannot be read.
 */
export function readPayoutBatch(body: unknown): PayoutReport[] | null {
  const rows = Array.isArray(body) ? body : isObject(body) ? body['withdrawals'] : null;
  if (!Array.isArray(rows)) return null;
  const reports = rows.map(readPayoutReport).filter((report) => report !== null);
  return reports.length === rows.length ? reports : null;
}

/** A page of the list, which has no total. Null when the body is no page. */
export function readPayoutPage(body: unknown): { payouts: PayoutReport[]; rows: number } | null {
  if (!isObject(body) || !Array.isArray(body['payouts'])) return null;
  const rows: unknown[] = body['payouts'];
  return { payouts: rows.map(readPayoutReport).filter((report) => report !== null), rows: rows.length };
}
