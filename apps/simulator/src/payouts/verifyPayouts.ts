import { z } from 'zod';
import { matchingStep } from '../auth/totpCodes.ts';
import type { SimulatorContext } from '../context.ts';
import { ProviderError } from '../errors/providerError.ts';
import type { PayoutRecord } from '../records/payoutRecord.ts';
import { planSteps, advancePayout } from './advancePayout.ts';

export const verifyPayoutRequest = z.object(
  { verification_code: z.string('must be a string').regex(/^\d{6}$/, 'must be six digits') },
  'Request body must be a JSON object',
);

const MOST_ATTEMPTS = 10;
const refused = (message: string): ProviderError => new ProviderError(400, 'BAD_REQUEST', message);

/**
 * The second factor: confirms a batch, once, with a code that was not used before. From here on the money is
 * sent. Throws 404 and 400; after ten attempts the batch cannot be confirmed any more and is rejected after an
 * hour.
 */
export const verifyPayouts = async (ctx: SimulatorContext, batchId: string, code: string): Promise<void> => {
  const batch = ctx.payouts.batch(batchId);
  const [first] = batch;
  if (first === undefined) throw new ProviderError(404, 'NOT_FOUND', 'Payout not found');
  if (first.status !== 'CREATING') throw refused('This payout is verified already or closed');
  if (first.verifyAttempts >= MOST_ATTEMPTS) throw refused('Too many attempts');
  for (const payout of batch) payout.verifyAttempts += 1;
  const step = acceptedStep(ctx, code);
  for (const payout of batch) await confirm(ctx, payout, step);
  if (step === null) throw refused('Invalid verification code');
};

/** An authenticator app uses the wall clock, which the clock control does not move. */
const acceptedStep = (ctx: SimulatorContext, code: string): number | null => {
  const step = matchingStep(ctx.settings.payoutTotpSecret, code, ctx.settings.now());
  return step === null || ctx.payouts.all().some((payout) => payout.verifiedStep === step) ? null : step;
};

const confirm = async (ctx: SimulatorContext, payout: PayoutRecord, step: number | null): Promise<void> => {
  if (step !== null) {
    payout.verifiedAt = ctx.clock.now();
    payout.verifiedStep = step;
    planSteps(ctx, payout);
  }
  ctx.payouts.keep(payout);
  await advancePayout(ctx, payout);
};
