import { extraIdRule } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import type { Currency, CurrencyIdentity } from '../models/Currency.ts';
import type { ProviderCurrency } from '../nowpayments/providerCurrency.ts';
import { ProviderError } from '../nowpayments/providerError.ts';

/** A row of the provider's list that was left out, and why. */
export interface SkippedRow {
  code: string;
  reason: string;
}

export interface Catalogue {
  rows: ProviderCurrency[];
  skipped: SkippedRow[];
}

/** The provider's list. Refuses with PROVIDER_UNAVAILABLE. */
export async function fetchCatalogue(ctx: AppContext): Promise<ProviderCurrency[]> {
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

/**
 * The list without the rows that cannot be a currency: one bad row never stops the others. Of several rows
 * with one code the one that the desk knows counts, or else the first.
 */
export function usableRows(
  listed: readonly ProviderCurrency[],
  known: ReadonlyMap<string, Currency>,
): Catalogue {
  const skipped: SkippedRow[] = [];
  const byCode = new Map<string, ProviderCurrency>();
  for (const row of listed) {
    const code = row.code.toUpperCase();
    const reason = whyUnusable(row);
    const first = byCode.get(code);
    if (reason !== null) skipped.push({ code: code.slice(0, LONGEST_NAME), reason });
    else if (first === undefined) byCode.set(code, row);
    else {
      skipped.push({ code, reason: 'the list has this code more than once' });
      const currency = known.get(code);
      if (currency !== undefined && !hasSameIdentity(currency, first) && hasSameIdentity(currency, row))
        byCode.set(code, row);
    }
  }
  return { rows: [...byCode.values()], skipped };
}

const LONGEST_NAME = 40;
const LONGEST_CONTRACT = 200;
const MOST_PLACES = 30;

function whyUnusable(row: ProviderCurrency): string | null {
  const places = [row.precision, row.networkPrecision].filter((one) => one !== null);
  if (!/^[A-Z0-9]{1,30}$/.test(row.code.toUpperCase())) return 'its code is not of letters and digits alone';
  if (places.some((one) => one > MOST_PLACES)) return `it has more than ${MOST_PLACES} decimal places`;
  if ((row.network ?? '').length > LONGEST_NAME || (row.ticker ?? '').length > LONGEST_NAME)
    return 'its network or ticker is too long';
  if ((row.contractAddress ?? '').length > LONGEST_CONTRACT) return 'its contract address is too long';
  return null;
}

function hasSameIdentity(currency: Currency, row: ProviderCurrency): boolean {
  return isSameIdentity(currency, providerFields(row));
}

export const isSameIdentity = (one: CurrencyIdentity, other: CurrencyIdentity): boolean =>
  one.network === other.network &&
  one.contractAddress === other.contractAddress &&
  one.decimalPlaces === other.decimalPlaces &&
  one.chainDecimals === other.chainDecimals;

/** The fields that the provider defines. */
export function providerFields(row: ProviderCurrency) {
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
export function initialSettings(row: ProviderCurrency) {
  const ticker = (row.ticker ?? row.code).toUpperCase();
  return {
    name: row.name.slice(0, 100),
    symbol: ticker,
    isActive: false,
    sortOrder: row.isPopular ? 100 : 1000,
  };
}

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
