import { extraIdRule, networkOf } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { Currency } from '../models/Currency.ts';
import type { ProviderCurrency } from '../nowpayments/providerCurrency.ts';
import { ProviderError } from '../nowpayments/providerError.ts';

export interface SyncResult {
  dryRun: boolean;
  seen: number;
  created: string[];
  updated: string[];
  unchanged: number;
  /** Currencies of the desk that the provider no longer lists. */
  missing: string[];
  deactivated: string[];
  /** Networks that the registry lacks: their currencies have no explorer, payment link or address check. */
  unknownNetworks: string[];
}

/**
 * When more than this share of the currencies is missing from the list, the list is considered incomplete.
 */
const MAX_VANISHING_SHARE = 0.3;

/**
 * Imports the provider's catalogue: new currencies are inactive, the provider's fields are updated, the
 * settings of staff (active, name, symbol, minimum, fee, order) stay. A dry run writes nothing. Refuses with
 * PROVIDER_UNAVAILABLE, TOO_MANY_WOULD_VANISH.
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
      const fields = providerFields(row);
      const currency = known.get(fields.code);
      known.delete(fields.code);
      if (currency === undefined) {
        result.created.push(fields.code);
        if (!result.dryRun)
          await Currency.query(trx).insert({
            id: newId(at),
            ...fields,
            ...initialSettings(row),
            createdAt: at,
            updatedAt: at,
          });
      } else if (differs(currency, fields)) {
        result.updated.push(fields.code);
        if (!result.dryRun) await currency.$query(trx).patch(fields);
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
    // Without its network a currency is not safe to offer: funds sent on another network are lost.
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

/** The fields that the provider defines. */
function providerFields(row: ProviderCurrency) {
  const network = row.network ?? '';
  const precisions = [row.precision, row.networkPrecision].filter((places) => places !== null);
  return {
    code: row.code.toUpperCase(),
    token: (row.ticker ?? row.code).toUpperCase(),
    network,
    contractAddress: row.contractAddress,
    ...extraIdFields(row),
    chainDecimals: row.networkPrecision,
    // An amount with more places than the chain has cannot be sent.
    decimalPlaces: precisions.length === 0 ? 8 : Math.min(...precisions),
    isStable: row.isStable,
    isAvailable: row.isEnabled && row.availableForPayment,
  };
}

/** The settings of a new currency, for staff to change; it is inactive until they activate it. */
function initialSettings(row: ProviderCurrency) {
  const ticker = (row.ticker ?? row.code).toUpperCase();
  return { name: row.name, symbol: ticker, isActive: false, sortOrder: row.isPopular ? 100 : 1000 };
}

const differs = (currency: Currency, fields: ReturnType<typeof providerFields>) =>
  (Object.keys(fields) as (keyof typeof fields)[]).some((key) => currency[key] !== fields[key]);

/**
 * The name of a currency's memo or tag, and whether a transfer without it is lost. The name is that of the
 * network ("Destination tag"), also where the provider needs none (a TON comment, a Cosmos memo) but other
 * wallets may. Whether it is required is the provider's decision.
 */
function extraIdFields(row: Pick<ProviderCurrency, 'network' | 'extraIdExists' | 'extraIdOptional'>): {
  extraIdName: string | null;
  extraIdRequired: boolean;
} {
  const rule = extraIdRule(row.network);
  if (!row.extraIdExists) return { extraIdName: rule?.name ?? null, extraIdRequired: false };
  return { extraIdName: rule?.name ?? 'Memo', extraIdRequired: !row.extraIdOptional };
}
