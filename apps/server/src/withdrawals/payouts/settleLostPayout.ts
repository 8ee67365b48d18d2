import { recordAudit } from '../../auditChain/recordAudit.ts';
import { systemActor } from '../../base/actor.ts';
import { DomainError } from '../../base/domainError.ts';
import type { AppContext } from '../../context/appContext.ts';
import { transact } from '../../db/transact.ts';
import { LostPayout } from '../../models/LostPayout.ts';
import { changeSigned } from '../../origin/stampOrigin.ts';

/**
 * Settles a payout from before a restore for which no withdrawal will be recorded: a person has made sure that its user
 * cannot withdraw the amount again. Refuses with NOT_FOUND; one that is settled already does not change.
 */
export async function settleLostPayout(
  ctx: AppContext,
  { providerPayoutId, note, settledBy }: { providerPayoutId: string; note: string; settledBy: string },
): Promise<LostPayout> {
  return await transact(ctx.knex, async (trx) => {
    const lost = await LostPayout.query(trx).findOne({ providerPayoutId }).forUpdate();
    if (lost === undefined)
      throw new DomainError('NOT_FOUND', `no lost payout has the id ${providerPayoutId}`);
    if (lost.settledAt !== null) return lost;
    const at = ctx.clock.now();
    await changeSigned(
      trx,
      'lost_payout',
      lost.id,
      async () => await lost.$query(trx).patch({ settledAt: at, settledBy, settledNote: note }),
    );
    await recordAudit(trx, {
      action: 'system.settleLostPayout',
      actor: systemActor('command line'),
      subjectKind: 'system',
      subjectId: lost.id,
      note,
      after: { providerPayoutId, settledBy, amount: lost.amount, currencyCode: lost.currencyCode },
      at,
    });
    return await LostPayout.query(trx).findById(lost.id).throwIfNotFound();
  });
}
