import type { StepUpEvidence, StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import type { DecryptionKey } from '../auth/takeTotpCode.ts';
import { transact } from '../db/transact.ts';
import { approvalChallenge } from './challenges.ts';
import { checkProof } from './checkProof.ts';
import { findMethods } from './findMethods.ts';
import { noteLockout } from './noteLockout.ts';
import { isLocked, lockAttempts, noteFailure, noteSuccess, type Attempts } from './lockout.ts';
import { relyingPartyOf, type StepUpContext } from './stepUpContext.ts';

export interface StepUpRequest {
  staffId: string;
  /**
   * What is about to be done, from challenges.ts. Computed from the database, never taken from the caller.
   */
  challenge: string;
  /** Of a bulk approval: the payload hashes of the challenge, so that it can be checked again later. */
  covers?: readonly string[] | undefined;
  proof: StepUpProof | undefined;
  /** The policy's `secondFactor`: `ifEnrolled` asks only those who have a second factor. */
  demand: 'always' | 'ifEnrolled';
}

/**
 * Makes sure that the person is there, for this one deed. A code or a signature that was right is spent,
 * whatever becomes of the deed: call this after everything that may refuse it cheaply. It has a transaction
 * of its own, because a wrong proof must count although the deed fails: never call it inside one.
 *
 * @returns what to keep with the deed (`step_up_kind`, `step_up`); of kind `none` where the policy does not
 *   ask this person
 * @throws DomainError `SECOND_FACTOR_REQUIRED` (details.methods), `SECOND_FACTOR_INVALID` (details.attemptsLeft,
 *   details.retryAt), `SECOND_FACTOR_LOCKED` (details.retryAt), `PERMISSION_DENIED` (deactivated)
 */
export async function verifyStepUp(ctx: StepUpContext, request: StepUpRequest): Promise<StepUpEvidence> {
  const { challenge, covers } = request;
  if (covers !== undefined && approvalChallenge(covers) !== challenge)
    throw new Error('the challenge is not of these payloads');
  const key = (await ctx.auth.$context).secretConfig;
  return await verifyStepUpIn(
    { knex: ctx.knex, key, publicUrl: ctx.settings.publicUrl, now: ctx.clock.now() },
    { ...request, challenge: () => challenge },
  );
}

export interface StepUpScope {
  knex: Knex;
  /** Decrypts TOTP secrets and recovery codes. */
  key: DecryptionKey;
  publicUrl: string;
  now: Date;
}

/**
 * `proveStepUp` for deeds whose challenge depends on the person's own count of proofs: it is made when that
 * count is locked.
 */
export async function verifyStepUpIn(
  room: StepUpScope,
  request: Omit<StepUpRequest, 'challenge'> & { challenge: (tries: Attempts) => string },
): Promise<StepUpEvidence> {
  const outcome = await transact(room.knex, async (trx) => await attempt(trx, room, request));
  // Only now: the transaction that counted the failure has ended well.
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

type Request = Parameters<typeof verifyStepUpIn>[1];

async function attempt(
  trx: Knex.Transaction,
  room: StepUpScope,
  { staffId, challenge, covers, proof, demand }: Request,
): Promise<StepUpEvidence | DomainError> {
  const { now } = room;
  const active = await trx('staff')
    .where({ id: staffId })
    .whereNull('deactivated_at')
    .forShare()
    .first<{ id: string } | undefined>('id');
  if (active === undefined) return new DomainError('PERMISSION_DENIED', 'only active staff can do this');

  const party = relyingPartyOf(room.publicUrl);
  const methods = await findMethods(trx, { staffId, rpId: party.rpId, key: room.key });
  const evidence = {
    staffId,
    covers: covers === undefined ? null : [...covers],
    verifiedAt: now.toISOString(),
    passkeyId: null,
    assertion: null,
  };
  if (!methods.isEnrolled && demand === 'ifEnrolled')
    return { ...evidence, kind: 'none', challenge: challenge(await lockAttempts(trx, staffId)) };
  if (methods.usable.length === 0)
    return required(
      methods.isEnrolled
        ? 'your passkeys are of another address of this desk'
        : 'set up a second factor under Security first: this needs one',
      [],
    );
  if (proof === undefined) return required('this needs your second factor', methods.usable);
  if (!methods.usable.includes(proof.kind))
    return required('you have no second factor of this kind', methods.usable);

  const tries = await lockAttempts(trx, staffId);
  if (isLocked(tries.lockedUntil, now)) {
    return new DomainError(
      'SECOND_FACTOR_LOCKED',
      `too many wrong second factors: try again after ${tries.lockedUntil.toISOString()}`,
      { retryAt: tries.lockedUntil.toISOString() },
    );
  }
  const expected = challenge(tries);
  const checked = await checkProof(trx, { staffId, proof, challenge: expected, key: room.key, party, now });
  if (checked === null) return await refused(trx, tries, now);
  await noteSuccess(trx, tries);
  return { ...evidence, ...checked, challenge: expected };
}

const required = (message: string, methods: string[]) =>
  new DomainError('SECOND_FACTOR_REQUIRED', message, { methods });

/** One answer for wrong, spent and forged: whoever guesses learns nothing. */
async function refused(trx: Knex.Transaction, tries: Attempts, now: Date): Promise<DomainError> {
  const { attemptsLeft, lockedUntil } = await noteFailure(trx, tries, now);
  if (lockedUntil !== null) await noteLockout(trx, tries.staffId, lockedUntil, now);
  return new DomainError('SECOND_FACTOR_INVALID', 'this second factor is not right, or was used before', {
    attemptsLeft,
    retryAt: lockedUntil?.toISOString() ?? null,
  });
}
