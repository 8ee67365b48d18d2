import type { Knex } from 'knex';
import { transact } from '../db/transact.ts';
import { recordAudit, type AuditFact } from './recordAudit.ts';

/** Rows of one kind about one account that a window may leave in the log; more are counted. */
export const MOST_LISTED = 5;
export const WINDOW_SECONDS = 15 * 60;

interface Burst {
  window_started_at: Date;
  count: number;
  unlisted: number;
}

/**
 * Records what anybody may cause as often as they like, such as a wrong password: the first few of a window
 * each leave a row, the rest a number, told by the first row of a later window. All servers share the count.
 * @returns whether a row was written
 */
export async function recordBounded(knex: Knex, fact: AuditFact & { subjectId: string }): Promise<boolean> {
  return await transact(knex, async (trx) => {
    const key = `${fact.action}:${fact.subjectId}`;
    await trx('audit_bursts')
      .insert({ key, window_started_at: fact.at, count: 0 })
      .onConflict('key')
      .ignore();
    const burst = await trx('audit_bursts')
      .where({ key })
      .forUpdate()
      .first<Burst>('window_started_at', 'count', 'unlisted');
    const isOver = Math.abs(fact.at.getTime() - burst.window_started_at.getTime()) >= WINDOW_SECONDS * 1000;
    const count = isOver ? 1 : burst.count + 1;
    const isListed = count <= MOST_LISTED;
    const unlisted = isListed && isOver ? 0 : burst.unlisted + (isListed ? 0 : 1);
    await trx('audit_bursts')
      .where({ key })
      .update({ count, unlisted, ...(isOver && { window_started_at: fact.at }) });
    if (isListed)
      await recordAudit(trx, {
        ...fact,
        after: { ...(fact.after as object), ...told(count, isOver ? burst.unlisted : 0) },
      });
    return isListed;
  });
}

function told(count: number, unlistedBefore: number): { unlistedBefore?: number; moreAreCounted?: true } {
  return {
    ...(unlistedBefore > 0 && { unlistedBefore }),
    ...(count === MOST_LISTED && { moreAreCounted: true as const }),
  };
}
