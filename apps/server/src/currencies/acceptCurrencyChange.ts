import type { currencyAcceptChangeInput } from '@paydesk/types';
import type { z } from 'zod';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { canonicalJson } from '../base/canonicalJson.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { codesInUse } from './codesInUse.ts';

type AcceptedChange = Pick<z.output<typeof currencyAcceptChangeInput>, 'id' | 'pendingChange'>;

/**
 * Accepts the network, contract and precision that the provider has changed under open requests, after these
 * have ended. The next sync offers the currency again. Without a pending change it changes nothing. Refuses
 * with NOT_FOUND, CURRENCY_IN_USE, PAYLOAD_CHANGED (the provider reports something else than the person saw).
 */
export async function acceptCurrencyChange(
  ctx: AppContext,
  actor: Actor,
  { id, pendingChange: seen }: AcceptedChange,
): Promise<Currency> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const currency = await Currency.query(trx).findById(id).forUpdate();
    if (currency === undefined) throw new DomainError('NOT_FOUND', 'no such currency');
    await actor.admit?.(trx);
    const { code, pendingChange } = currency;
    if (pendingChange === null) return currency;
    if (seen !== undefined && canonicalJson(seen) !== canonicalJson(pendingChange))
      throw new DomainError(
        'PAYLOAD_CHANGED',
        `the provider reports something else for ${code} by now: look at it again`,
      );
    if ((await codesInUse(trx)).has(code))
      throw new DomainError('CURRENCY_IN_USE', `${code} has open payments or withdrawals`);
    const { network, contractAddress, decimalPlaces, chainDecimals } = currency;
    await currency.$query(trx).patch({ ...pendingChange, pendingChange: null });
    await recordAudit(trx, {
      action: 'currencies.acceptChange',
      actor,
      subjectKind: 'currency',
      subjectId: id,
      before: { network, contractAddress, decimalPlaces, chainDecimals },
      after: { code, ...pendingChange },
      at,
    });
    return await Currency.query(trx).findById(id).throwIfNotFound();
  });
}
