import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { ListExport } from '../models/ListExport.ts';
import { endIn } from './endExport.ts';

/** The caller's own export. Refuses with NOT_FOUND, also for another person's. */
export async function findExport(
  { knex }: Pick<AppContext, 'knex'>,
  staffId: string,
  id: string,
): Promise<ListExport> {
  const row = await ListExport.query(knex).findOne({ id, staffId });
  if (row === undefined) throw new DomainError('NOT_FOUND', 'no such export');
  return row;
}

/**
 * Cancels an export of the caller: one that waits at once, one that runs within a second, by the process that sends it.
 * One that has ended stays as it is. Refuses with NOT_FOUND.
 */
export async function cancelExport(ctx: AppContext, actor: Actor, input: { staffId: string; id: string }) {
  return await transact(ctx.knex, async (knex) => {
    const { id } = await findExport({ knex }, input.staffId, input.id);
    const at = ctx.clock.now();
    const isEnded = await endIn(knex, actor, {
      id,
      from: 'waiting',
      end: { status: 'cancelled', rows: 0, bytes: 0, sha256: null, error: 'Cancelled by its person.' },
      at,
    });
    if (!isEnded) await ListExport.query(knex).where({ id, status: 'running' }).patch({ cancelAskedAt: at });
    return await findExport({ knex }, input.staffId, id);
  });
}
