import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { systemActor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import { lastExportedSeal } from '../seals/exportedSeals.ts';
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
 * record: alarm `RESTORED_WITHOUT_RECORD`. Called when a process starts, before it works.
 * @returns whether history is missing
 */
export async function noticeLostHistory(desk: Desk): Promise<boolean> {
  const { exportDir } = desk.settings.seals;
  const exported = exportDir === null ? null : await lastExportedSeal(exportDir);
  if (exported === null) return false;
  const known = await desk.knex('ledger_seals').where({ seq: exported.seq }).first<Known>('hash');
  if (known?.hash === exported.hash) return false;
  if (restoreThatLost(await ownRestores(desk.knex, desk.log), exported) !== undefined) return false;
  const at = desk.clock.now();
  await transact(desk.knex, async (trx) => {
    const isNewStop = await stopByDesk(trx, NOTE, at);
    if (isNewStop)
      await recordAudit(trx, {
        action: 'system.historyLost',
        actor: systemActor('start'),
        subjectKind: 'system',
        subjectId: null,
        after: { exportedSeal: exported.seq, exportedHash: exported.hash, payoutsStopped: true },
        at,
      });
  });
  desk.log.error({ alarm: 'RESTORED_WITHOUT_RECORD', seal: exported.seq, hash: exported.hash }, NOTE);
  return true;
}

type Known = { hash: string } | undefined;
