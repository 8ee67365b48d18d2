import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { systemActor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import { type ExportedSeal, lastExportedSeals } from '../seals/exportedSeals.ts';
import { endOfHistory } from './endOfHistory.ts';
import { ownRestores, restoreThatLost } from './ownRestores.ts';
import { stopByDesk } from './stopByDesk.ts';

interface Desk {
  knex: Knex;
  clock: { now(): Date };
  log: Pick<Logger, 'error'>;
  settings: { seals: { exportDir: string | null } };
}

const NOTE =
  'The database does not have the last seal that was exported from it, and no record of a restore says why: it was ' +
  'restored without “paydesk restored”, or lost its last seconds in a failover. Payouts may be unknown to it.';

/**
 * Stops all payouts when the database is older than what was exported from it (`SEAL_EXPORT_DIR`) and no restore is on
 * record: alarm `RESTORED_WITHOUT_RECORD`. Called when a process starts, before it works, and before seals are exported:
 * the database may be another one since. The audit log keeps where its own history ends.
 * @returns whether history is missing
 */
export async function noticeLostHistory(desk: Desk): Promise<boolean> {
  const { exportDir } = desk.settings.seals;
  const [last, ...earlier] = exportDir === null ? [] : await lastExportedSeals(exportDir);
  if (last === undefined || (await keptSeals(desk.knex, [last])).length > 0) return false;
  if (restoreThatLost(await ownRestores(desk.knex, desk.log), last) !== undefined) return false;
  const at = desk.clock.now();
  const [kept] = await keptSeals(desk.knex, earlier);
  const historyEndsAt = kept?.sealed_at ?? (await endOfHistory(desk.knex, at));
  await transact(desk.knex, async (trx) => {
    const isNewStop = await stopByDesk(trx, NOTE, at);
    const isOnRecord = await trx('audit_log')
      .where({ action: 'system.historyLost' })
      .whereRaw(`after ->> 'exportedHash' = ?`, [last.hash])
      .first<{ id: string } | undefined>('id');
    if (isNewStop || isOnRecord === undefined)
      await recordAudit(trx, {
        action: 'system.historyLost',
        actor: systemActor('start'),
        subjectKind: 'system',
        subjectId: null,
        after: { exportedSeal: last.seq, exportedHash: last.hash, historyEndsAt, payoutsStopped: true },
        at,
      });
  });
  desk.log.error({ alarm: 'RESTORED_WITHOUT_RECORD', seal: last.seq, hash: last.hash }, NOTE);
  return true;
}

/** Of these seals those that the database has, the last one first. */
async function keptSeals(knex: Knex, seals: readonly ExportedSeal[]): Promise<Stored[]> {
  const stored = await knex('ledger_seals')
    .whereIn(
      'seq',
      seals.map(({ seq }) => seq),
    )
    .orderBy('seq', 'desc')
    .select<Stored[]>('hash', 'sealed_at');
  const hashes = new Set(seals.map(({ hash }) => hash));
  return stored.filter(({ hash }) => hashes.has(hash));
}

interface Stored {
  hash: string;
  sealed_at: Date;
}
