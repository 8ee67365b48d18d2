import { networkOf } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { mayRunAgain, postgresErrorOf } from '../db/refusal.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { Currency } from '../models/Currency.ts';
import type { ProviderCurrency } from '../nowpayments/providerCurrency.ts';
import { codesInUse } from './codesInUse.ts';
import {
  fetchCatalogue,
  initialSettings,
  isSameIdentity,
  providerFields,
  usableRows,
  type SkippedRow,
} from './readCatalogue.ts';

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
  /** Rows that cannot be a currency, and those that the database refused. */
  skipped: SkippedRow[];
  /** Off offer: the provider changed network, contract or precision while requests are open. */
  held: string[];
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
  const fetched = await fetchCatalogue(ctx);
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const known = new Map(
      (await Currency.query(trx).orderBy('code').forUpdate()).map((currency) => [currency.code, currency]),
    );
    const { rows: listed, skipped } = usableRows(fetched, known);
    const result: SyncResult = {
      dryRun: options.dryRun ?? false,
      seen: fetched.length,
      created: [],
      updated: [],
      unchanged: 0,
      missing: [],
      deactivated: [],
      unknownNetworks: unknownNetworks(listed),
      skipped,
      held: [],
    };
    const inUse = await codesInUse(trx);
    for (const row of listed) {
      const currency = known.get(row.code.toUpperCase());
      await applyRow(trx, { row, currency, inUse, result, at });
    }
    for (const { code } of [...listed, ...skipped]) known.delete(code.toUpperCase());

    const gone = [...known.values()];
    result.missing = gone.map((currency) => currency.code);
    const vanishing = gone.filter((currency) => currency.isAvailable);
    refuseVanishing(vanishing.length, vanishing.length + fetched.length);
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

interface RowChange {
  row: ProviderCurrency;
  /** Undefined: a new one. */
  currency: Currency | undefined;
  inUse: ReadonlySet<string>;
  result: SyncResult;
  at: Date;
}

/** In a savepoint: a row that the database refuses does not stop the others. */
async function applyRow(
  trx: Knex.Transaction,
  { row, currency, inUse, result, at }: RowChange,
): Promise<void> {
  const fields = providerFields(row);
  const { code } = fields;
  const change = currency === undefined ? null : changeOf(currency, fields, inUse.has(code));
  if (currency !== undefined && change === null) {
    result.unchanged += 1;
    return;
  }
  try {
    if (!result.dryRun)
      await trx.transaction(async (savepoint) => {
        if (currency === undefined)
          await Currency.query(savepoint).insert({
            id: newId(at),
            ...fields,
            ...initialSettings(row),
            createdAt: at,
            updatedAt: at,
          });
        else
          await Currency.query(savepoint)
            .findById(currency.id)
            .patch(change ?? {});
      });
    (currency === undefined ? result.created : result.updated).push(code);
    if (change?.pendingChange) result.held.push(code);
  } catch (error) {
    if (postgresErrorOf(error) === null || mayRunAgain(error)) throw error;
    result.skipped.push({ code, reason: 'the database refused it' });
  }
}

/**
 * What a sync changes on a currency; null: nothing. Under open payments or withdrawals it keeps its network,
 * contract and precision: it goes off offer, and the change waits for a person (`acceptCurrencyChange`), also
 * when they have ended. If the list returns to what is known, the currency is offered again.
 */
function changeOf(
  currency: Currency,
  fields: ReturnType<typeof providerFields>,
  isInUse: boolean,
): Partial<Currency> | null {
  const { network, contractAddress, decimalPlaces, chainDecimals, ...others } = fields;
  const identity = { network, contractAddress, decimalPlaces, chainDecimals };
  const isHeld = !isSameIdentity(currency, identity) && (isInUse || currency.pendingChange !== null);
  const change: Partial<Currency> = isHeld
    ? { ...others, isAvailable: false, pendingChange: identity }
    : { ...fields, pendingChange: null };
  const isDifferent = (Object.keys(change) as (keyof typeof change)[]).some(
    (key) => key !== 'pendingChange' && currency[key] !== change[key],
  );
  const isPendingDifferent = isHeld
    ? currency.pendingChange === null || !isSameIdentity(currency.pendingChange, identity)
    : currency.pendingChange !== null;
  return isDifferent || isPendingDifferent ? change : null;
}
