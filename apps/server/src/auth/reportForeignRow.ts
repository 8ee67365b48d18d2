import type { Knex } from 'knex';
import { recordBounded } from '../auditChain/recordBounded.ts';
import { systemActor } from '../base/actor.ts';
import type { ForeignRow } from '../origin/checkOrigin.ts';
import { ORIGIN_ROWS } from '../origin/originFields.ts';

/** The part of a pino logger that is used here. */
export interface AlarmLog {
  error(facts: object, message: string): void;
}

/**
 * Raises the alarm about a row that was about to let a person in and that this desk did not write: in the log, and a
 * few times per window in the audit log.
 */
export async function reportForeignRow(
  db: Knex,
  log: AlarmLog | undefined,
  { kind, id, problem }: ForeignRow,
): Promise<void> {
  const { table } = ORIGIN_ROWS[kind];
  log?.error(
    { table, id, problem, alarm: 'SIGN_IN_CHANGED' },
    'what lets a person in is not as the desk wrote it, and is refused: someone wrote to the database',
  );
  await recordBounded(db, {
    action: 'auth.foreignRow',
    actor: systemActor('sign-in'),
    subjectKind: 'system',
    subjectId: id,
    after: { table, problem },
    at: new Date(),
  });
}
