import type { Knex } from 'knex';

/** Wrong proofs in a row, over all methods and servers, before nothing is looked at for a while. */
export const FAILURES_ALLOWED = 5;
const FIRST_LOCKOUT_SECONDS = 15 * 60;
const LONGEST_LOCKOUT_SECONDS = 24 * 3600;

export interface Attempts {
  staffId: string;
  /** Right proofs so far. */
  proofs: string;
  failures: number;
  lockouts: number;
  lockedUntil: Date | null;
}

/**
 * The count of one person, locked until the transaction ends: whoever else tries for this person waits for
 * this try to end.
 */
export async function lockAttempts(trx: Knex.Transaction, staffId: string): Promise<Attempts> {
  await trx('staff_step_ups').insert({ staff_id: staffId }).onConflict('staff_id').ignore();
  const row = await trx('staff_step_ups').where({ staff_id: staffId }).forUpdate().first<Row>();
  return {
    staffId,
    proofs: row.verifications,
    failures: row.failures,
    lockouts: row.lockouts,
    lockedUntil: row.locked_until,
  };
}

/** Until when nothing is looked at; null: a proof may be tried now. */
export async function findLockedUntil(db: Knex, staffId: string, now: Date): Promise<Date | null> {
  const row = await db('staff_step_ups').where({ staff_id: staffId }).first<Row | undefined>();
  return row !== undefined && isLocked(row.locked_until, now) ? row.locked_until : null;
}

/** How many right proofs this person ever gave, as text: see `securityChallenge`. */
export async function countProofs(db: Knex, staffId: string): Promise<string> {
  return (
    (await db('staff_step_ups').where({ staff_id: staffId }).first<Row | undefined>())?.verifications ?? '0'
  );
}

export const isLocked = (lockedUntil: Date | null, now: Date): lockedUntil is Date =>
  lockedUntil !== null && lockedUntil > now;

/** Counts a wrong proof; with the last one allowed the person is locked out, each time for twice as long. */
export async function noteFailure(
  trx: Knex.Transaction,
  tries: Attempts,
  now: Date,
): Promise<{ triesLeft: number; lockedUntil: Date | null }> {
  const failures = tries.failures + 1;
  if (failures < FAILURES_ALLOWED) {
    await trx('staff_step_ups').where({ staff_id: tries.staffId }).update({ failures });
    return { triesLeft: FAILURES_ALLOWED - failures, lockedUntil: null };
  }
  const seconds = Math.min(
    FIRST_LOCKOUT_SECONDS * 2 ** Math.min(tries.lockouts, 16),
    LONGEST_LOCKOUT_SECONDS,
  );
  const lockedUntil = new Date(now.getTime() + seconds * 1000);
  await trx('staff_step_ups')
    .where({ staff_id: tries.staffId })
    .update({ failures: 0, lockouts: tries.lockouts + 1, locked_until: lockedUntil });
  return { triesLeft: 0, lockedUntil };
}

/** A right proof: earlier mistakes are forgotten. */
export async function noteSuccess(trx: Knex.Transaction, tries: Attempts): Promise<void> {
  await trx('staff_step_ups')
    .where({ staff_id: tries.staffId })
    .update({ verifications: trx.raw('verifications + 1'), failures: 0, lockouts: 0, locked_until: null });
}

interface Row {
  verifications: string;
  failures: number;
  lockouts: number;
  locked_until: Date | null;
}
