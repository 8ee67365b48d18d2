import type { Job } from '../context/job.ts';
import { noticeLostHistory } from '../restores/noticeLostHistory.ts';
import { exportSeals } from '../seals/exportedSeals.ts';
import { sealKeyOf } from '../seals/sealKey.ts';
import { sealLedger } from '../seals/sealLedger.ts';

/**
 * Seals what is new in the books, within seconds, and hands the head out: to the log, and to the folder
 * `SEAL_EXPORT_DIR`.
 */
export const sealLedgerJob: Job = {
  name: 'ledger-seal',
  everySeconds: 5,
  cron: '* * * * *',
  async run(ctx) {
    const { knex, log, settings } = ctx;
    // After a failover, or a restore under a running worker: a new line in the file would hide that one is missing.
    await noticeLostHistory(ctx);
    const { seals, missing } = await sealLedger(knex, sealKeyOf(settings.seals.secret));
    for (const { kind, id } of missing)
      log.error(
        { kind, id, alarm: 'ROW_VANISHED' },
        'a row was deleted before it was sealed: someone wrote to the database',
      );
    const last = seals.at(-1);
    if (last === undefined) return;
    log.info(
      { seal: last.seq, hash: last.hash, total: last.totalBalanceUsd, rows: last.totalRows },
      'sealed',
    );
    if (settings.seals.exportDir !== null) await exportSeals(settings.seals.exportDir, seals);
  },
};
