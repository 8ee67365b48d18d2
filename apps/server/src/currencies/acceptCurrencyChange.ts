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
 * have ended. The next sync offers the currency again. What was accepted already changes nothing. Refuses
 * with NOT_FOUND, CURRENCY_IN_USE, CHANGED_MEANWHILE (the provider reports something else than the person saw).
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
    requireSame(currency, seen);
    if (pendingChange === null) return currency;
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

/** Refuses with CHANGED_MEANWHILE when the provider reports something else than the person saw. */
export function requireSame(
  { code, pendingChange, network, contractAddress, decimalPlaces, chainDecimals }: Currency,
  seen: AcceptedChange['pendingChange'],
): void {
  const reported = pendingChange ?? { network, contractAddress, decimalPlaces, chainDecimals };
  if (canonicalJson(seen) === canonicalJson(reported)) return;
  throw new DomainError(
    'CHANGED_MEANWHILE',
    `the provider reports something else for ${code} by now: look at it again`,
  );
}
