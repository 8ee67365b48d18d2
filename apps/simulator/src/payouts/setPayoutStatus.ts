import { z } from 'zod';
import type { Core } from '../core.ts';
import { decimalInput } from '../money/decimalInput.ts';
import type { PayoutRecord } from './payoutRecord.ts';
import { takeStep } from './walkPayout.ts';

const text = z.string('must be a string').max(1000, 'is too long');

/** Body of a payout's status control: anything about it, in the provider's own field names. */
export const payoutOverride = z
  .strictObject({
    status: text.min(1).max(64),
    hash: text.nullable(),
    error: text.nullable(),
    address: text,
    amount: decimalInput,
    currency: text,
    /** false: change it quietly, as when an IPN never leaves. */
    send_ipn: z.boolean('must be a boolean'),
  })
  .partial();

/**
 * Sets anything, unknown statuses included, ends a walk that is under way, and sends the IPN of the new
 * state. `FINISHED` brings a hash unless one, or null, is given. Throws 404 for an unknown payout.
 */
export const setPayoutStatus = async (
  core: Core,
  payoutId: string,
  override: z.infer<typeof payoutOverride>,
): Promise<PayoutRecord> => {
  const payout = core.payouts.require(payoutId);
  const { status, send_ipn: sendIpn, ...fields } = override;
  payout.walk = [];
  if (status !== undefined) takeStep(core, payout, status);
  Object.assign(
    payout,
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  );
  core.payouts.save(payout);
  if (sendIpn !== false) await core.ipns.sendPayout(payout);
  return payout;
};
