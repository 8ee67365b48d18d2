import type { PayoutRecord } from '../records/payoutRecord.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
/** Null before the first change, as at the provider. */
const updated = (payout: PayoutRecord): string | null =>
  payout.updatedAt === payout.createdAt ? null : iso(payout.updatedAt);

/** One payout in the answers of POST and GET /v1/payout. Ids and amounts are text here. */
export const presentPayout = (payout: PayoutRecord) => ({
  is_request_payouts: false,
  id: payout.payoutId,
  address: payout.address,
  currency: payout.currency,
  amount: payout.amount,
  batch_withdrawal_id: payout.batchId,
  ipn_callback_url: payout.ipnCallbackUrl,
  status: payout.status,
  extra_id: payout.extraId,
  hash: payout.hash,
  error: payout.error,
  payout_description: payout.description,
  unique_external_id: payout.externalId,
  created_at: iso(payout.createdAt),
  requested_at: isoOrNull(payout.requestedAt),
  updated_at: updated(payout),
  update_history_log: null,
  rejected_check_attempts: 0,
  fee: payout.fee,
  fee_paid_by: null,
});

/** One row of the list: the same with fewer fields. */
export const presentListed = (payout: PayoutRecord) => {
  const {
    update_history_log: _log,
    rejected_check_attempts: _attempts,
    fee: _fee,
    fee_paid_by: _by,
    ...row
  } = presentPayout(payout);
  return row;
};

/** Body of a payout's IPN. It lacks the caller's own id; the callback URL is in it. */
export const presentPayoutIpn = (payout: PayoutRecord) => ({
  id: payout.payoutId,
  batch_withdrawal_id: payout.batchId,
  status: payout.status,
  error: payout.error,
  currency: payout.currency,
  amount: payout.amount,
  address: payout.address,
  fee: payout.fee,
  extra_id: payout.extraId,
  hash: payout.hash,
  ipn_callback_url: payout.ipnCallbackUrl,
  created_at: iso(payout.createdAt),
  requested_at: isoOrNull(payout.requestedAt),
  updated_at: updated(payout),
});
