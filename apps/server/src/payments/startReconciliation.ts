import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Reconciliation } from '../models/Reconciliation.ts';

/** The provider watches an address for seven days; two more cover delays. */
const DEFAULT_DAYS = 9;
const DAY_MS = 24 * 3_600_000;

/**
 * Starts a comparison of the last days, which the worker carries out page by page, or returns the running
 * one.
 */
export async function startReconciliation(
  ctx: AppContext,
  actor: Actor,
  options: { days?: number | undefined } = {},
): Promise<Reconciliation> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const id = newId(at);
    await trx('reconciliations')
      .insert({
        id,
        date_from: new Date(at.getTime() - (options.days ?? DEFAULT_DAYS) * DAY_MS),
        date_to: at,
        started_by_kind: actor.kind,
        started_by_id: actor.id,
        started_by_name: actor.name,
        claimed_until: at,
        started_at: at,
      })
      .onConflict(trx.raw(`((true)) where status = 'running'`))
      .ignore();
    const running = await Reconciliation.query(trx).findOne({ status: 'running' }).throwIfNotFound();
    if (running.id === id && actor.kind !== 'system')
      await recordAudit(trx, {
        action: 'reconciliations.start',
        actor,
        subjectKind: 'system',
        subjectId: id,
        at,
      });
    return running;
  });
}
