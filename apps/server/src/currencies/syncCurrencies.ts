import { networkOf } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import type { ProviderCurrency } from '../nowpayments/providerCurrency.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import { extraIdFacts } from './extraIdFacts.ts';

export interface SyncResult {
  dryRun: boolean;
  seen: number;
  created: string[];
  updated: string[];
  unchanged: number;
  /** Currencies of ours that the provider no longer lists. */
  missing: string[];
  deactivated: string[];
  /**
   * Networks of the catalogue that the desk's registry lacks: their coins have no explorer, payment link or
   * address check.
   */
  unknownNetworks: string[];
}

/** More than this share of the offered currencies vanishing at once is taken for a broken answer. */
const MAX_VANISHING_SHARE = 0.3;

/**
 * Brings the provider's catalogue in: new currencies come inactive, what the provider decides is updated,
 * what staff decided (active, name, symbol, minimum, fee, order) stays. A dry run writes nothing. Refuses
 * with PROVIDER_UNAVAILABLE, TOO_MANY_WOULD_VANISH.
 */
export async function syncCurrencies(
  ctx: AppContext,
  actor: Actor,
  options: { dryRun?: boolean | undefined; deactivateMissing?: boolean | undefined },
): Promise<SyncResult> {
  const listed = await catalogue(ctx);
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const known = new Map(
      (await Currency.query(trx).orderBy('code').forUpdate()).map((currency) => [currency.code, currency]),
    );
    const result: SyncResult = {
      dryRun: options.dryRun ?? false,
      seen: listed.length,
      created: [],
      updated: [],
      unchanged: 0,
      missing: [],
      deactivated: [],
      unknownNetworks: unknownNetworks(listed),
    };

    for (const row of listed) {
      const facts = providerFacts(row);
      const currency = known.get(facts.code);
      known.delete(facts.code);
      if (currency === undefined) {
        result.created.push(facts.code);
        if (!result.dryRun)
          await Currency.query(trx).insert({
            id: newId(at),
            ...facts,
            ...firstDecisions(row),
            createdAt: at,
            updatedAt: at,
          });
      } else if (differs(currency, facts)) {
        result.updated.push(facts.code);
        if (!result.dryRun) await currency.$query(trx).patch(facts);
      } else {
        result.unchanged += 1;
      }
    }

    const gone = [...known.values()];
    result.missing = gone.map((currency) => currency.code);
    const vanishing = gone.filter((currency) => currency.isAvailable);
    refuseVanishing(vanishing.length, vanishing.length + listed.length);
    if (!result.dryRun && gone.length > 0)
      await Currency.query(trx)
        .whereIn(
          'id',
          gone.map((currency) => currency.id),
        )
        .patch({ isAvailable: false });
    if (options.deactivateMissing === true) {
      const active = gone.filter((currency) => currency.isActive);
      result.deactivated = active.map((currency) => currency.code);
      if (!result.dryRun && active.length > 0)
        await Currency.query(trx)
          .whereIn(
            'id',
            active.map((currency) => currency.id),
          )
          .patch({ isActive: false });
    }
    if (!result.dryRun)
      await recordAudit(trx, {
        action: 'currencies.sync',
        actor,
        subjectKind: 'currency',
        subjectId: null,
        after: result,
        at,
      });
    return result;
  });
}

async function catalogue(ctx: AppContext): Promise<ProviderCurrency[]> {
  try {
    const rows = await ctx.provider.fullCurrencies();
    // A currency without a network cannot be shown to a payer safely: funds sent on a guess are lost.
    return rows.filter((row) => row.network !== null && row.ticker !== null);
  } catch (error) {
    if (error instanceof ProviderError)
      throw new DomainError('PROVIDER_UNAVAILABLE', 'the provider’s currency list is not available');
    throw error;
  }
}

function refuseVanishing(vanishing: number, total: number): void {
  if (total > 0 && vanishing > 3 && vanishing / total > MAX_VANISHING_SHARE) {
    throw new DomainError(
      'TOO_MANY_WOULD_VANISH',
      `${vanishing} of ${total} currencies would vanish: the provider’s answer looks incomplete`,
    );
  }
}

function unknownNetworks(listed: ProviderCurrency[]): string[] {
  return [
    ...new Set(listed.map((row) => row.network ?? '').filter((network) => networkOf(network) === undefined)),
  ].toSorted();
}

/** What the provider decides. */
function providerFacts(row: ProviderCurrency) {
  const network = row.network ?? '';
  const precisions = [row.precision, row.networkPrecision].filter((places) => places !== null);
  return {
    code: row.code.toUpperCase(),
    token: (row.ticker ?? row.code).toUpperCase(),
    network,
    contractAddress: row.contractAddress,
    ...extraIdFacts(row),
    chainDecimals: row.networkPrecision,
    // An amount with more places than the chain has cannot be sent.
    decimalPlaces: precisions.length === 0 ? 8 : Math.min(...precisions),
    isStable: row.isStable,
    isAvailable: row.isEnabled && row.availableForPayment,
  };
}

/** What staff will decide; a new currency is not offered before they do. */
function firstDecisions(row: ProviderCurrency) {
  const ticker = (row.ticker ?? row.code).toUpperCase();
  return { name: row.name, symbol: ticker, isActive: false, sortOrder: row.isPopular ? 100 : 1000 };
}

const differs = (currency: Currency, facts: ReturnType<typeof providerFacts>) =>
  (Object.keys(facts) as (keyof typeof facts)[]).some((key) => currency[key] !== facts[key]);
