import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';

/**
 * The right to get an address for an intent: one caller has it at a time. It is a token on the payment's row,
 * without a time, because clocks jump and differ. Its holder sends no create later than SEND_WITHIN_MS after
 * it began to claim. Others take it over when they have seen the same token for ABANDONED_AFTER_MS, each by
 * its own clock that does not jump: whatever the holder has sent is then answered or given up, and a search by
 * the order id finds it.
 */
export interface AddressClaim {
  token: string;
  /** By the clock of this process: whether a create may still be sent. */
  maySend(): boolean;
}

const SEND_WITHIN_MS = 30_000;

/** Longer than SEND_WITHIN_MS and the 15 s that one request to the provider can take. */
export const ABANDONED_AFTER_MS = 50_000;

/** A claim for an intent that is about to be stored with its token, or to be taken over. */
export function newClaim(ctx: AppContext): AddressClaim {
  const beganAt = ctx.clock.elapsedMs();
  return { token: newId(), maySend: () => ctx.clock.elapsedMs() - beganAt < SEND_WITHIN_MS };
}

/** Claims an intent that no one holds, or whose holder was seen for too long. Null: another caller has it. */
export async function takeClaim(
  ctx: AppContext,
  intent: Payment,
): Promise<{ intent: Payment; claim: AddressClaim } | null> {
  const held = intent.issueClaim;
  if (held !== null && ctx.claimWatch.seenForMs(intent.id, held) < ABANDONED_AFTER_MS) return null;
  const claim = newClaim(ctx);
  const [claimed] = await Payment.query(ctx.knex)
    .patch({ issueClaim: claim.token })
    .where({ id: intent.id, status: 'pending', issueClaim: held })
    .whereNull('providerPaymentId')
    .returning('*');
  if (claimed === undefined) return null;
  ctx.claimWatch.forget(intent.id);
  return { intent: claimed, claim };
}

/** Gives the claim back, unless another caller has taken it over. */
export async function releaseClaim(
  ctx: AppContext,
  intent: Payment,
  claim: AddressClaim,
  changes: { nextCheckAt?: Date } = {},
): Promise<void> {
  await Payment.query(ctx.knex)
    .patch({ ...changes, issueClaim: null })
    .where({ id: intent.id, issueClaim: claim.token });
}
