import type { StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { canonicalJson } from '../base/canonicalJson.ts';
import { DomainError } from '../base/domainError.ts';
import { sha256Hex } from '../base/identifiers.ts';
import { Staff } from '../models/Staff.ts';

/** Wrong proofs in a row, over all methods and servers, before the person is locked out for a while. */
export const MAX_FAILURES = 5;
const FIRST_LOCKOUT_SECONDS = 15 * 60;
const MAX_LOCKOUT_SECONDS = 24 * 3600;

export interface Attempts {
  staffId: string;
  /** Set in an emergency: counted for this session, and not for the person. */
  emergencySessionId: string | null;
  failures: number;
  lockouts: number;
  lockedUntil: Date | null;
  /** Of the proof that was tried last, whether it was accepted or not. */
  lastProofHash: string | null;
}

/**
 * The attempts of one person, locked until the transaction ends: concurrent attempts are checked in turn.
 * `emergencySessionId`: what they did in other sessions, or for other actions, does not count. A thief who gives wrong
 * proofs with a stolen session must not lock its owner out of stopping something; each session is limited by itself.
 */
export async function lockAttempts(
  trx: Knex.Transaction,
  staffId: string,
  emergencySessionId: string | null = null,
): Promise<Attempts> {
  await trx('staff_step_ups').insert({ staff_id: staffId }).onConflict('staff_id').ignore();
  const row = await trx('staff_step_ups').where({ staff_id: staffId }).forUpdate().first<Row>();
  const counted = emergencySessionId === null ? row : await sessionRow(trx, emergencySessionId);
  return {
    staffId,
    emergencySessionId,
    failures: counted.failures,
    lockouts: counted.lockouts,
    lockedUntil: counted.locked_until,
    lastProofHash: row.last_proof_hash,
  };
}

async function sessionRow(trx: Knex.Transaction, sessionId: string): Promise<CounterRow> {
  const row = { session_id: sessionId };
  await trx('staff_emergency_step_ups').insert(row).onConflict('session_id').ignore();
  return await trx('staff_emergency_step_ups').where(row).first<CounterRow>();
}

/** The end of the person's lockout, or in an emergency that of the session; null: a proof is accepted now. */
export async function findLockedUntil(
  db: Knex,
  { staffId, emergencySessionId = null }: { staffId: string; emergencySessionId?: string | null },
  now: Date,
): Promise<Date | null> {
  const row = await counterOf(db, { staffId, emergencySessionId }).first<CounterRow | undefined>();
  return row !== undefined && isLocked(row.locked_until, now) ? row.locked_until : null;
}

const counterOf = (
  db: Knex,
  { staffId, emergencySessionId }: Pick<Attempts, 'staffId' | 'emergencySessionId'>,
) =>
  emergencySessionId === null
    ? db('staff_step_ups').where({ staff_id: staffId })
    : db('staff_emergency_step_ups').where({ session_id: emergencySessionId });

/** How many correct proofs this person has ever given, as text: see `securityChallenge`. */
export async function countProofs(db: Knex, staffId: string): Promise<string> {
  return (
    (await db('staff_step_ups').where({ staff_id: staffId }).first<Row | undefined>())?.verifications ?? '0'
  );
}

/** `SECOND_FACTOR_LOCKED` while the person is locked out; otherwise null. */
export function lockoutError({ lockedUntil }: Attempts, now: Date): DomainError | null {
  if (!isLocked(lockedUntil, now)) return null;
  const retryAt = lockedUntil.toISOString();
  return new DomainError('SECOND_FACTOR_LOCKED', `too many failed attempts: try again after ${retryAt}`, {
    retryAt,
  });
}

/**
 * Counts a wrong proof. The last allowed one locks the person out, each time for twice as long, and is
 * recorded in the audit log.
 * @returns details for the error
 */
export async function recordFailure(
  trx: Knex.Transaction,
  attempts: Attempts,
  now: Date,
): Promise<{ attemptsLeft: number; retryAt: string | null }> {
  const { staffId, lockouts } = attempts;
  const failures = attempts.failures + 1;
  const row = counterOf(trx, attempts);
  if (failures < MAX_FAILURES) {
    await row.update({ failures });
    return { attemptsLeft: MAX_FAILURES - failures, retryAt: null };
  }
  const seconds = Math.min(FIRST_LOCKOUT_SECONDS * 2 ** Math.min(lockouts, 16), MAX_LOCKOUT_SECONDS);
  const lockedUntil = new Date(now.getTime() + seconds * 1000);
  await row.update({ failures: 0, lockouts: lockouts + 1, locked_until: lockedUntil });
  await auditLockout(trx, staffId, lockedUntil, now);
  return { attemptsLeft: 0, retryAt: lockedUntil.toISOString() };
}

/**
 * Whether this very proof was the last one that the person sent: a double click or a retry is one try, not several.
 * Remembers it otherwise. What was tried is used or wrong, so that its hash gives nothing away.
 */
export async function isRepeated(
  trx: Knex.Transaction,
  { staffId, lastProofHash }: Attempts,
  proof: StepUpProof,
): Promise<boolean> {
  const proofHash = sha256Hex(canonicalJson([staffId, proof]));
  if (proofHash === lastProofHash) return true;
  await trx('staff_step_ups').where({ staff_id: staffId }).update({ last_proof_hash: proofHash });
  return false;
}

/** A correct proof resets the failures: in an emergency those of the session, and no others. */
export async function recordSuccess(trx: Knex.Transaction, attempts: Attempts): Promise<void> {
  await trx('staff_step_ups').where({ staff_id: attempts.staffId }).increment('verifications');
  await counterOf(trx, attempts).update({ failures: 0, lockouts: 0, locked_until: null });
}

const isLocked = (lockedUntil: Date | null, now: Date): lockedUntil is Date =>
  lockedUntil !== null && lockedUntil > now;

async function auditLockout(
  trx: Knex.Transaction,
  staffId: string,
  lockedUntil: Date,
  now: Date,
): Promise<void> {
  const staff = await Staff.query(trx).findById(staffId).throwIfNotFound();
  await recordAudit(trx, {
    action: 'security.lockout',
    actor: { kind: 'staff', id: staffId, name: staff.name },
    subjectKind: 'staff',
    subjectId: staffId,
    after: { lockedUntil: lockedUntil.toISOString() },
    at: now,
  });
}

interface CounterRow {
  failures: number;
  lockouts: number;
  locked_until: Date | null;
}

interface Row extends CounterRow {
  verifications: string;
  last_proof_hash: string | null;
}
