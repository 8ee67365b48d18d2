import { Decimal, formatUsd } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { recordWithNote } from '../notes/recordWithNote.ts';
import { lockSuspense } from './lockSuspense.ts';

export interface Closing {
  id: string;
  note: string;
  /** `returned`: sent back to the payer outside the desk. `written_off`: kept as a fee, such as dust. */
  as: 'returned' | 'written_off';
}

/** Resolves a suspense item without crediting it. Refuses with NOT_FOUND, SUSPENSE_RESOLVED. */
export async function closeSuspense(ctx: AppContext, actor: Actor, closing: Closing): Promise<void> {
  const at = ctx.clock.now();
  await transact(ctx.knex, async (trx) => {
    const { item, payment } = await lockSuspense(trx, closing.id);
    await item.$query(trx).patch({
      status: closing.as,
      note: closing.note,
      resolvedByKind: 'staff',
      resolvedById: actor.id,
      resolvedByName: actor.name,
      resolvedAt: at,
    });
    if (payment !== null) {
      const kept = closing.as === 'returned' ? ('returnedAmountUsd' as const) : ('feeAmountUsd' as const);
      const left = new Decimal(payment.suspenseAmountUsd).minus(item.amountUsd);
      // A child payment exists for its money in suspense: with the last of it the child is closed too.
      const closes = payment.parentPaymentId !== null && payment.status === 'confirmed' && left.isZero();
      await payment.$query(trx).patch({
        suspenseAmountUsd: formatUsd(left),
        [kept]: formatUsd(new Decimal(payment[kept]).plus(item.amountUsd)),
        ...(closes && {
          status: closing.as === 'returned' ? ('refunded' as const) : ('failed' as const),
          statusChangedAt: at,
        }),
      });
    }
    await recordWithNote(trx, {
      action: closing.as === 'returned' ? 'suspense.markReturned' : 'suspense.writeOff',
      actor,
      subjectKind: 'suspense',
      subjectId: item.id,
      note: closing.note,
      before: { status: 'open' },
      after: { status: closing.as, amountUsd: formatUsd(item.amountUsd) },
      at,
    });
  });
}
