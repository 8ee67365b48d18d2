import type { currencyCreateInput } from '@paydesk/types';
import type { z } from 'zod';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../audit/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import { Currency } from '../models/Currency.ts';

/** Adds a currency by hand; most come by sync. Refuses with CURRENCY_EXISTS. */
export async function createCurrency(desk: Desk, actor: Actor, input: z.infer<typeof currencyCreateInput>): Promise<Currency> {
  const at = desk.clock.now();
  return await transact(desk.knex, async (trx) => {
    const id = newId(at);
    const created = await Currency.query(trx)
      .insert({ ...input, id, symbol: input.symbol ?? input.token, createdAt: at, updatedAt: at })
      .onConflict('code')
      .ignore();
    const currency = await Currency.query(trx).findById(created.id);
    if (currency === undefined) throw new DomainError('CURRENCY_EXISTS', `${input.code} exists already`);
    await recordAudit(trx, { action: 'currencies.create', actor, subjectKind: 'currency', subjectId: id, after: input, at });
    return currency;
  });
}
