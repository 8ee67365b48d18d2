import type { SimulatorContext } from '../context.ts';
import { noIpnYet } from '../errors/providerError.ts';
import type { PayoutRecord } from '../records/payoutRecord.ts';
import { presentPayoutIpn } from './presentPayout.ts';

/**
 * Sends the payout's current state and waits for the first attempt. Nothing is sent without a secret or a
 * callback URL.
 */
export const sendPayoutIpn = async (ctx: SimulatorContext, payout: PayoutRecord): Promise<void> => {
  if (!ctx.settings.ipnSecret || payout.ipnCallbackUrl === null) return;
  const body = JSON.stringify(presentPayoutIpn(payout));
  payout.lastIpnBody = body;
  ctx.payouts.keep(payout);
  await ctx.ipns.send({
    paymentId: null,
    payoutId: payout.payoutId,
    status: payout.status,
    url: payout.ipnCallbackUrl,
    body,
  });
};

/** Sends the last IPN again, unchanged. Throws 404 when there has been none. */
export const resendPayoutIpn = async (ctx: SimulatorContext, payout: PayoutRecord): Promise<void> => {
  if (payout.lastIpnBody === null || payout.ipnCallbackUrl === null) throw noIpnYet();
  const { status } = JSON.parse(payout.lastIpnBody) as { status: string };
  await ctx.ipns.send({
    paymentId: null,
    payoutId: payout.payoutId,
    status,
    url: payout.ipnCallbackUrl,
    body: payout.lastIpnBody,
  });
};
