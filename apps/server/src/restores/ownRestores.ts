import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { DeskRestore } from '../models/DeskRestore.ts';
import { findForeign } from '../origin/checkOrigin.ts';

/** A desk is restored a few times in its life. */
const MOST = 1000;

/** What was written a moment before the last that is there may have been committed after it. */
const UNCOMMITTED_MS = 60_000;

/**
 * The restores that the desk recorded, oldest first. A row that somebody else wrote is left out, with the alarm
 * `RESTORE_CHANGED`: it would explain what is missing.
 *
 * @throws Error in a process without the key
 */
export async function ownRestores(db: Knex, log?: Pick<Logger, 'error'>): Promise<DeskRestore[]> {
  const own: DeskRestore[] = [];
  for (const restore of await DeskRestore.query(db).orderBy('restoredAt').limit(MOST)) {
    const foreign = await findForeign(db, 'restore', { sql: 'id = :id', bindings: { id: restore.id } });
    if (foreign === null) own.push(restore);
    else
      log?.error({ alarm: 'RESTORE_CHANGED', ...foreign }, 'the record of a restore is not the desk’s own');
  }
  return own;
}

/** Whether something of this time is lost in a restore: it happened after the last that the database has from before. */
export const isOfLostTime = ({ historyEndsAt, restoredAt }: DeskRestore, at: Date): boolean =>
  at.getTime() >= historyEndsAt.getTime() - UNCOMMITTED_MS && at <= restoredAt;

/** The restore in which a seal was lost; undefined: none explains that it is missing. */
export const restoreThatLost = (
  restores: readonly DeskRestore[],
  seal: { seq: number; sealedAt?: Date | undefined },
): DeskRestore | undefined =>
  restores.find(
    ({ lastSealSeq, restoredAt }) =>
      seal.sealedAt !== undefined && seal.seq > Number(lastSealSeq) && seal.sealedAt <= restoredAt,
  );
