import type { Knex } from 'knex';
import { transact } from '../db/transact.ts';
import { recordAudit, type AuditRecord } from './recordAudit.ts';

/** Entries per window for one action and one account; further ones are only counted. */
export const MAX_LISTED = 5;
export const WINDOW_SECONDS = 15 * 60;

interface Burst {
  window_started_at: Date;
  count: number;
  unlisted: number;
}

/**
 * Records what anyone can cause any number of times, such as a wrong password: the first few in a window are
 * recorded one by one, the rest is counted, and the number is recorded with the first entry of a later window.
 * All servers share the count.
 * @returns whether an entry was written
 */
export async function recordBounded(
  knex: Knex,
  record: AuditRecord & { subjectId: string },
): Promise<boolean> {
  return await transact(knex, async (trx) => {
    const key = `${record.action}:${record.subjectId}`;
    await trx('audit_bursts')
      .insert({ key, window_started_at: record.at, count: 0 })
      .onConflict('key')
      .ignore();
    const burst = await trx('audit_bursts')
      .where({ key })
      .forUpdate()
      .first<Burst>('window_started_at', 'count', 'unlisted');
    const isOver = Math.abs(record.at.getTime() - burst.window_started_at.getTime()) >= WINDOW_SECONDS * 1000;
    const count = isOver ? 1 : burst.count + 1;
    const isListed = count <= MAX_LISTED;
    const unlisted = isListed && isOver ? 0 : burst.unlisted + (isListed ? 0 : 1);
    await trx('audit_bursts')
      .where({ key })
      .update({ count, unlisted, ...(isOver && { window_started_at: record.at }) });
    if (isListed)
      await recordAudit(trx, {
        ...record,
        after: { ...(record.after as object), ...countsOf(count, isOver ? burst.unlisted : 0) },
      });
    return isListed;
  });
}

function countsOf(count: number, unlistedBefore: number): { unlistedBefore?: number; moreAreCounted?: true } {
  return {
    ...(unlistedBefore > 0 && { unlistedBefore }),
    ...(count === MAX_LISTED && { moreAreCounted: true as const }),
  };
}
