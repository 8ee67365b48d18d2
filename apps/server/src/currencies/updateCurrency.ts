import type { currencyUpdateInput } from '@paydesk/types';
import type { z } from 'zod';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';

/**
 * Changes the settings of a currency. What the provider defines (code, network, contract) is updated by sync.
 * Refuses with NOT_FOUND.
 */
export async function updateCurrency(
  ctx: AppContext,
  actor: Actor,
  { id, proof: _proof, ...changes }: z.infer<typeof currencyUpdateInput>,
): Promise<Currency> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const currency = await Currency.query(trx).findById(id).forUpdate();
    if (currency === undefined) throw new DomainError('NOT_FOUND', 'no such currency');
    await actor.admit?.(trx);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    if (Object.keys(given).length === 0) return currency;
    const before = Object.fromEntries(
      Object.keys(given).map((key) => [key, currency[key as keyof typeof changes]]),
    );
    await currency.$query(trx).patch(given);
    await recordAudit(trx, {
      action: 'currencies.update',
      actor,
      subjectKind: 'currency',
      subjectId: id,
      before,
      after: given,
      at,
    });
    return await Currency.query(trx).findById(id).throwIfNotFound();
  });
}
