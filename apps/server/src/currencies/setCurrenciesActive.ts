import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { requireOtherPerson, staffIdOf } from '../auth/requireOtherPerson.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';

/**
 * Activates or deactivates currencies, each with an audit row; the worker then fetches the minimum of an
 * activated one. Returns those among `ids` that exist. Refuses with SAME_PERSON (`requireOtherPerson`): then none
 * changes.
 */
export async function setCurrenciesActive(
  ctx: AppContext,
  actor: Actor,
  ids: string[],
  isActive: boolean,
): Promise<Currency[]> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const currencies = await Currency.query(trx).whereIn('id', ids).orderBy('id').forUpdate();
    const changed = currencies.filter((currency) => currency.isActive !== isActive);
    for (const { code, deactivatedById } of isActive ? changed : [])
      await requireOtherPerson(trx, ctx, actor, {
        stoppedById: deactivatedById,
        permission: 'currencies.write',
        what: `switched ${code} off`,
      });
    if (changed.length > 0)
      await Currency.query(trx)
        .whereIn(
          'id',
          changed.map((currency) => currency.id),
        )
        .patch({
          isActive,
          deactivatedById: isActive ? null : staffIdOf(actor),
          ...(isActive && { minDueAt: null }),
        });
    for (const currency of changed) {
      await recordAudit(trx, {
        action: 'currencies.setActive',
        actor,
        subjectKind: 'currency',
        subjectId: currency.id,
        before: { isActive: !isActive },
        after: { code: currency.code, isActive },
        at,
      });
    }
    return await Currency.query(trx).whereIn('id', ids).orderBy('sortOrder');
  });
}
