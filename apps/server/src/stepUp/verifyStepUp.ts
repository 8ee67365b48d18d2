import type { StepUpAction, StepUpEvidence, StepUpMethod, StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import { challengeOf, type Challenge } from './challengeOf.ts';
import { approvalChallenge } from './challenges.ts';
import { checkProof } from './checkProof.ts';
import { findMethods } from './findMethods.ts';
import { reportRemovedFactors } from './recordedFactors.ts';
import { isRepeated, lockAttempts, lockoutError, recordFailure, recordSuccess } from './lockout.ts';
import { relyingPartyOf, type StepUpContext } from './stepUpContext.ts';

interface StepUpRequest {
  staffId: string;
  proof: StepUpProof | undefined;
  /** The policy's `secondFactor`: `ifEnrolled` requires a proof only of people who have a second factor. */
  demand: 'always' | 'ifEnrolled';
  /** A code is not enough: see `passkeyFromUsd`. */
  passkeyOnly?: boolean;
  /** The session of the call, in which wrong proofs are counted; null and unset: there is none. */
  sessionId?: string | null | undefined;
  isEmergency?: boolean;
}

/**
 * Verifies a person's second factor for one action. The challenge is computed from the database while the
 * person's attempts are locked, never taken from the caller.
 *
 * A correct code or signature is consumed, whatever happens to the action afterwards: call this after all
 * cheap checks that may refuse the action. It runs in a transaction of its own, because a wrong proof must be
 * counted although the action fails: never call it inside a transaction.
 *
 * @returns what to store with the action (`step_up_kind`, `step_up`); kind `none` when no proof was required
 * @throws DomainError `SECOND_FACTOR_REQUIRED` (details.methods), `SECOND_FACTOR_INVALID`
 *   (details.attemptsLeft, details.retryAt), `SECOND_FACTOR_LOCKED` (details.retryAt), `PASSKEY_REQUIRED`
 *   (details.methods), `SECOND_FACTOR_GONE`, `PERMISSION_DENIED` (deactivated), `NOT_FOUND` (the withdrawal of the
 *   action)
 */
export async function verifyAction(
  ctx: StepUpContext,
  { action, ...request }: StepUpRequest & { action: StepUpAction },
): Promise<StepUpEvidence> {
  return await verify(ctx, request, async (trx) => await challengeOf(trx, request.staffId, action));
}

/**
 * `verifyAction` for a challenge that the caller has computed. `covers`: for a bulk approval, the payload
 * hashes in the challenge, stored so that it can be checked again later.
 */
export async function verifyStepUp(
  ctx: StepUpContext,
  {
    challenge,
    covers,
    ...request
  }: StepUpRequest & { challenge: string; covers?: readonly string[] | undefined },
): Promise<StepUpEvidence> {
  if (covers !== undefined && approvalChallenge(covers) !== challenge)
    throw new Error('the challenge does not match these payloads');
  const fixed = { challenge, ...(covers !== undefined && { covers: [...covers] }) };
  return await verify(ctx, request, () => Promise.resolve(fixed));
}

type ComputeChallenge = (trx: Knex.Transaction) => Promise<Challenge>;

async function verify(
  ctx: StepUpContext,
  request: StepUpRequest,
  computeChallenge: ComputeChallenge,
): Promise<StepUpEvidence> {
  const outcome = await transact(ctx.knex, async (trx) => await attempt(trx, ctx, request, computeChallenge));
  // Thrown outside the transaction, which has committed the failed attempt.
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

async function attempt(
  trx: Knex.Transaction,
  ctx: StepUpContext,
  { staffId, proof, demand, passkeyOnly = false, sessionId = null, isEmergency = false }: StepUpRequest,
  computeChallenge: ComputeChallenge,
): Promise<StepUpEvidence | DomainError> {
  const now = ctx.clock.now();
  const source = { staffId, sessionId, isEmergency };
  const key = (await ctx.auth.$context).secretConfig;
  const party = relyingPartyOf(ctx.settings.publicUrl);
  if (!(await isActive(trx, staffId)))
    return new DomainError('PERMISSION_DENIED', 'only active staff can do this');

  const methods = await findMethods(trx, { staffId, rpId: party.rpId, key });
  if (methods.isGone) {
    await reportRemovedFactors(trx, ctx.log, staffId);
    return new DomainError(
      'SECOND_FACTOR_GONE',
      'your second factors were removed from the database, not by the desk: tell an admin, who finds out who did it and has them reset (paydesk reset-second-factor)',
    );
  }
  const evidence = { staffId, verifiedAt: now.toISOString(), passkeyId: null, assertion: null };
  if (!methods.isEnrolled && demand === 'ifEnrolled') {
    await lockAttempts(trx, source, now);
    const { challenge, covers = null } = await computeChallenge(trx);
    return { ...evidence, kind: 'none', challenge, covers };
  }
  const refusal = refuseMethod(methods, proof, passkeyOnly);
  if (refusal !== null || proof === undefined)
    return refusal ?? required('this needs your second factor', []);

  const attempts = await lockAttempts(trx, source, now);
  const lockout = lockoutError(attempts);
  if (lockout !== null) return lockout;
  const { challenge, covers = null } = await computeChallenge(trx);
  const verified = await checkProof(trx, { staffId, proof, challenge, key, party, now, log: ctx.log });
  const isRepeat = await isRepeated(trx, attempts, proof);
  if (verified === null) return wrongProof(isRepeat ? {} : await recordFailure(trx, attempts, now));
  await recordSuccess(trx, attempts);
  return { ...evidence, ...verified, challenge, covers };
}

/** Refuses before anything is consumed or counted. */
function refuseMethod(
  { usable, isEnrolled }: { usable: StepUpMethod[]; isEnrolled: boolean },
  proof: StepUpProof | undefined,
  passkeyOnly: boolean,
): DomainError | null {
  if (usable.length === 0)
    return required(
      isEnrolled
        ? 'your passkeys belong to another address of this desk'
        : 'set up a second factor under Security first: this action needs one',
      [],
    );
  if (passkeyOnly && !usable.includes('passkey')) return passkeyRequired([]);
  if (proof === undefined)
    return required('this needs your second factor', passkeyOnly ? ['passkey'] : usable);
  if (!usable.includes(proof.kind)) return required('you have no second factor of this kind', usable);
  return passkeyOnly && proof.kind !== 'passkey' ? passkeyRequired(['passkey']) : null;
}

async function isActive(trx: Knex.Transaction, staffId: string): Promise<boolean> {
  const active = await trx('staff')
    .where({ id: staffId })
    .whereNull('deactivated_at')
    .forShare()
    .first<{ id: string } | undefined>('id');
  return active !== undefined;
}

/** The same answer for wrong, used and forged proofs, so that guessing reveals nothing. */
const wrongProof = (details: Record<string, unknown> = {}) =>
  new DomainError('SECOND_FACTOR_INVALID', 'this second factor is wrong or was used before', details);

const required = (message: string, methods: string[]) =>
  new DomainError('SECOND_FACTOR_REQUIRED', message, { methods });

const passkeyRequired = (methods: StepUpMethod[]) =>
  new DomainError(
    'PASSKEY_REQUIRED',
    methods.length === 0
      ? 'a withdrawal of this amount needs a passkey: add one under Security first'
      : 'a withdrawal of this amount needs your passkey: a code is not enough',
    { methods },
  );
