import type { StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { canonicalJson } from '../base/canonicalJson.ts';
import { DomainError } from '../base/domainError.ts';
import { sha256Hex } from '../base/identifiers.ts';
import { Staff } from '../models/Staff.ts';

/** Wrong proofs in a row in one session, over all methods and servers, before that session is locked out for a while. */
export const MAX_FAILURES = 5;
const FIRST_LOCKOUT_SECONDS = 15 * 60;
const MAX_LOCKOUT_SECONDS = 24 * 3600;

/**
 * Wrong proofs of one person in 24 hours, over all sessions, before everything but emergencies waits until they are
 * over. Correct proofs do not reset it, or a thief could guess on after each of the owner's.
 *
 * One stolen session does not reach it, and so cannot lock its owner out. A session lasts at most 24 hours, and its
 * lockouts take 15, 30, 60 … 480 minutes: there is time for 7 of them, which is 35 wrong proofs. Nor do two (70).
 * Each guess of a code of six digits is right with a probability of 3 in a million (three codes are valid at a time):
 * with 100 guesses 0.03 % a day, 10 % in a year of daily lockouts in the audit log. A thief gets more sessions only
 * by signing in, which takes the password and such a code.
 */
export const MAX_FAILURES_A_DAY = 100;
const DAY_MS = 24 * 3600 * 1000;

/** Whose wrong proofs count together. */
export interface Source {
  staffId: string;
  /** The session of the call; null: there is none, and the person's calls without one count together. */
  sessionId: string | null;
  /** Emergencies count by themselves and wait for no other action: no one is to be locked out of stopping something. */
  isEmergency: boolean;
}

export interface Attempts extends Source {
  failures: number;
  lockouts: number;
  /** The end of the lockout of the session, or of the person. */
  lockedUntil: Date | null;
  day: { failures: number; startedAt: Date };
  /** Of the proof that was tried last, whether it was accepted or not. */
  lastProofHash: string | null;
}

/** The attempts of one person, locked until the transaction ends: concurrent attempts are checked in turn. */
export async function lockAttempts(trx: Knex.Transaction, source: Source, now: Date): Promise<Attempts> {
  const { staffId, sessionId } = source;
  await trx('staff_step_ups').insert({ staff_id: staffId }).onConflict('staff_id').ignore();
  const row = await trx('staff_step_ups').where({ staff_id: staffId }).forUpdate().first<Row>();
  const ofSession = sessionId === null ? undefined : await startCounter(trx, { ...source, sessionId });
  const counter = ofSession ?? row;
  return {
    ...source,
    sessionId: ofSession === undefined ? null : sessionId,
    failures: counter.failures,
    lockouts: counter.lockouts,
    lockedUntil: lockedUntilOf({ counter, row, isEmergency: source.isEmergency }, now),
    day: dayOf(row, now),
    lastProofHash: row.last_proof_hash,
  };
}

/** Undefined: the session has ended meanwhile. */
async function startCounter(
  trx: Knex.Transaction,
  source: Source & { sessionId: string },
): Promise<CounterRow | undefined> {
  await trx.raw(
    'insert into ?? (session_id) select id from staff_sessions where id = ? on conflict do nothing',
    [sessionTable(source), source.sessionId],
  );
  return await counterOf(trx, source).first<CounterRow | undefined>();
}

/** When a proof is accepted again; null: now. */
export async function findLockedUntil(db: Knex, source: Source, now: Date): Promise<Date | null> {
  const counter = await counterOf(db, source).first<CounterRow | undefined>();
  const row = await db('staff_step_ups').where({ staff_id: source.staffId }).first<Row | undefined>();
  return lockedUntilOf({ counter, row, isEmergency: source.isEmergency }, now);
}

const sessionTable = ({ isEmergency }: Pick<Source, 'isEmergency'>) =>
  isEmergency ? 'staff_emergency_step_ups' : 'staff_session_step_ups';

const counterOf = (db: Knex, source: Source) =>
  source.sessionId === null
    ? db('staff_step_ups').where({ staff_id: source.staffId })
    : db(sessionTable(source)).where({ session_id: source.sessionId });

interface Rows {
  counter: CounterRow | undefined;
  row: Row | undefined;
  isEmergency: boolean;
}

function lockedUntilOf({ counter, row, isEmergency }: Rows, now: Date): Date | null {
  const day = row === undefined || isEmergency ? null : dayOf(row, now);
  const ends = [
    counter?.locked_until ?? null,
    day !== null && day.failures >= MAX_FAILURES_A_DAY ? endOf(day) : null,
  ];
  return ends.reduce((last, end) => (isLocked(end, last ?? now) ? end : last), null);
}

/** The 24 hours in which wrong proofs are counted now: they begin with the first one. */
const dayOf = ({ day_failures: failures, day_started_at: startedAt }: Row, now: Date): Attempts['day'] =>
  startedAt === null || startedAt.getTime() + DAY_MS <= now.getTime()
    ? { failures: 0, startedAt: now }
    : { failures, startedAt };

const endOf = ({ startedAt }: Attempts['day']) => new Date(startedAt.getTime() + DAY_MS);

/** How many correct proofs this person has ever given, as text: see `securityChallenge`. */
export async function countProofs(db: Knex, staffId: string): Promise<string> {
  return (
    (await db('staff_step_ups').where({ staff_id: staffId }).first<Row | undefined>())?.verifications ?? '0'
  );
}

/** `SECOND_FACTOR_LOCKED` while the session or the person is locked out; otherwise null. */
export function lockoutError({ lockedUntil }: Attempts): DomainError | null {
  if (lockedUntil === null) return null;
  const retryAt = lockedUntil.toISOString();
  return new DomainError('SECOND_FACTOR_LOCKED', `too many failed attempts: try again after ${retryAt}`, {
    retryAt,
  });
}

/**
 * Counts a wrong proof. The last allowed one locks the session out, each time for twice as long, or the person for the
 * rest of the 24 hours, and is recorded in the audit log.
 * @returns details for the error
 */
export async function recordFailure(
  trx: Knex.Transaction,
  attempts: Attempts,
  now: Date,
): Promise<{ attemptsLeft: number; retryAt: string | null }> {
  const lockedUntil = [await countInSession(trx, attempts, now), await countInDay(trx, attempts)]
    .filter((end) => end !== null)
    .toSorted((one, other) => other.getTime() - one.getTime())[0];
  if (lockedUntil === undefined) return { attemptsLeft: MAX_FAILURES - attempts.failures - 1, retryAt: null };
  await auditLockout(trx, attempts, lockedUntil, now);
  return { attemptsLeft: 0, retryAt: lockedUntil.toISOString() };
}

async function countInSession(trx: Knex.Transaction, attempts: Attempts, now: Date): Promise<Date | null> {
  const failures = attempts.failures + 1;
  if (failures < MAX_FAILURES) {
    await counterOf(trx, attempts).update({ failures });
    return null;
  }
  const { lockouts } = attempts;
  const seconds = Math.min(FIRST_LOCKOUT_SECONDS * 2 ** Math.min(lockouts, 16), MAX_LOCKOUT_SECONDS);
  const lockedUntil = new Date(now.getTime() + seconds * 1000);
  await counterOf(trx, attempts).update({ failures: 0, lockouts: lockouts + 1, locked_until: lockedUntil });
  return lockedUntil;
}

async function countInDay(
  trx: Knex.Transaction,
  { staffId, isEmergency, day }: Attempts,
): Promise<Date | null> {
  if (isEmergency) return null;
  const failures = day.failures + 1;
  await trx('staff_step_ups')
    .where({ staff_id: staffId })
    .update({ day_failures: failures, day_started_at: day.startedAt });
  return failures < MAX_FAILURES_A_DAY ? null : endOf(day);
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

/** A correct proof resets what is counted together with it (`Source`), and not what the person has in the day. */
export async function recordSuccess(trx: Knex.Transaction, attempts: Attempts): Promise<void> {
  await trx('staff_step_ups').where({ staff_id: attempts.staffId }).increment('verifications');
  await counterOf(trx, attempts).update({ failures: 0, lockouts: 0, locked_until: null });
}

const isLocked = (lockedUntil: Date | null, now: Date): lockedUntil is Date =>
  lockedUntil !== null && lockedUntil > now;

async function auditLockout(
  trx: Knex.Transaction,
  { staffId, sessionId }: Source,
  lockedUntil: Date,
  now: Date,
): Promise<void> {
  const staff = await Staff.query(trx).findById(staffId).throwIfNotFound();
  await recordAudit(trx, {
    action: 'security.lockout',
    actor: { kind: 'staff', id: staffId, name: staff.name, sessionId },
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
  day_failures: number;
  day_started_at: Date | null;
}
