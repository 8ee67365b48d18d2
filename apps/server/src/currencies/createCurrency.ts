import type { currencyCreateInput } from '@paydesk/types';
import type { z } from 'zod';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';

/** Adds a currency by hand; most are added by sync. Refuses with CURRENCY_EXISTS. */
export async function createCurrency(
  ctx: AppContext,
  actor: Actor,
  { proof: _proof, ...input }: z.infer<typeof currencyCreateInput>,
): Promise<Currency> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const id = newId(at);
    const taken = await Currency.query(trx).findOne({ code: input.code });
    if (taken !== undefined) throw new DomainError('CURRENCY_EXISTS', `${input.code} exists already`);
    await actor.admit?.(trx);
    const currency = await Currency.query(trx).insertAndFetch({
      ...input,
      id,
      symbol: input.symbol ?? input.token,
      createdAt: at,
      updatedAt: at,
    });
    await recordAudit(trx, {
      action: 'currencies.create',
      actor,
      subjectKind: 'currency',
      subjectId: id,
      after: input,
      at,
    });
    return currency;
  });
}
