import { z } from 'zod';
import { matchingStep } from '../auth/totpCodes.ts';
import type { Core } from '../core.ts';
import { ProviderError } from '../refusals/providerError.ts';
import type { PayoutRecord } from './payoutRecord.ts';
import { planPayout, walkPayout } from './walkPayout.ts';

export const verifyPayoutRequest = z.object(
  { verification_code: z.string('must be a string').regex(/^\d{6}$/, 'must be six digits') },
  'Request body must be a JSON object',
);

const MOST_ATTEMPTS = 10;
const refused = (message: string): ProviderError => new ProviderError(400, 'BAD_REQUEST', message);

/**
 * The second factor: confirms a batch, once, with a code that nobody has used before. From here on the money
 * moves. Refuses with 404 and 400; after ten attempts nothing confirms the batch any more, and the hour runs
 * out on it.
 */
export const verifyPayouts = async (core: Core, batchId: string, code: string): Promise<void> => {
  const batch = core.payouts.batch(batchId);
  const [first] = batch;
  if (first === undefined) throw new ProviderError(404, 'NOT_FOUND', 'Payout not found');
  if (first.status !== 'CREATING') throw refused('This payout is verified already or closed');
  if (first.verifyAttempts >= MOST_ATTEMPTS) throw refused('Too many attempts');
  for (const payout of batch) payout.verifyAttempts += 1;
  const step = acceptedStep(core, code);
  for (const payout of batch) await confirm(core, payout, step);
  if (step === null) throw refused('Invalid verification code');
};

/** An authenticator app reads the wall clock: the clock control does not move it. */
const acceptedStep = (core: Core, code: string): number | null => {
  const step = matchingStep(core.settings.payoutTotpSecret, code, core.settings.now());
  return step === null || core.payouts.all().some((payout) => payout.verifiedStep === step) ? null : step;
};

const confirm = async (core: Core, payout: PayoutRecord, step: number | null): Promise<void> => {
  if (step !== null) {
    payout.verifiedAt = core.clock.now();
    payout.verifiedStep = step;
    planPayout(core, payout);
  }
  core.payouts.keep(payout);
  await walkPayout(core, payout);
};
