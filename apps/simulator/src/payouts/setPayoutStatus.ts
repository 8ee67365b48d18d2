import { z } from 'zod';
import type { SimulatorContext } from '../context.ts';
import { decimalInput, shortText } from '../input/fields.ts';
import type { PayoutRecord } from '../records/payoutRecord.ts';
import { applyStatus } from './advancePayout.ts';
import { sendPayoutIpn } from './sendPayoutIpn.ts';

/** Body of a payout's status control: any field of it, in the provider's field names. */
export const payoutOverride = z
  .strictObject({
    status: shortText.min(1).max(64),
    hash: shortText.nullable(),
    error: shortText.nullable(),
    address: shortText,
    amount: decimalInput,
    currency: shortText,
    /** false: sends no IPN. */
    send_ipn: z.boolean('must be a boolean'),
  })
  .partial();

/**
 * Sets any fields, unknown statuses included, drops the remaining steps, and sends the IPN of the new
 * state. `FINISHED` sets a hash unless one, or null, is given. Throws 404 for an unknown payout.
 */
export const setPayoutStatus = async (
  ctx: SimulatorContext,
  payoutId: string,
  override: z.infer<typeof payoutOverride>,
): Promise<PayoutRecord> => {
  const payout = ctx.payouts.require(payoutId);
  const { status, send_ipn: sendIpn, ...fields } = override;
  payout.steps = [];
  if (status !== undefined) applyStatus(ctx, payout, status);
  Object.assign(
    payout,
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  );
  ctx.payouts.save(payout);
  if (sendIpn !== false) await sendPayoutIpn(ctx, payout);
  return payout;
};
