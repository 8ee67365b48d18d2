import { Decimal } from '@paydesk/types';
import { isObject, readAmount, readCode, readCount, readFlag, readId, readText } from './readField.ts';

/** One row of the provider's currency catalogue, `/full-currencies`. */
export interface ProviderCurrency {
  providerId: string | null;
  /** Lower-case, as all other endpoints expect it. */
  code: string;
  name: string;
  isEnabled: boolean;
  availableForPayment: boolean;
  availableForPayout: boolean;
  /** The only source for the network of a currency. */
  network: string | null;
  /** Base ticker, lower-case ("usdt"). */
  ticker: string | null;
  contractAddress: string | null;
  /** Places on chain. */
  networkPrecision: number | null;
  /** Places the provider accounts in; may be more or fewer than `networkPrecision`. */
  precision: number | null;
  walletRegex: string | null;
  extraIdExists: boolean;
  extraIdOptional: boolean;
  extraIdRegex: string | null;
  /** Relative to https://nowpayments.io. */
  logoUrl: string | null;
  priority: number | null;
  isStable: boolean;
  isPopular: boolean;
  /** Limited to about 2,000 USD a payment. */
  isMaxLimited: boolean;
  explorerLinkHash: string | null;
  coingeckoId: string | null;
  raw: unknown;
}

/** Reads one catalogue row. Null when it has no code. Fields that older rows lack get a neutral value. */
export function readProviderCurrency(row: unknown): ProviderCurrency | null {
  if (!isObject(row)) return null;
  const code = readCode(row['code']);
  if (code === null) return null;
  return {
    providerId: readId(row['id']),
    code,
    name: readText(row['name']) ?? code.toUpperCase(),
    isEnabled: readFlag(row['enable']) ?? false,
    availableForPayment: readFlag(row['available_for_payment']) ?? true,
    availableForPayout: readFlag(row['available_for_payout']) ?? false,
    network: readCode(row['network']),
    ticker: readCode(row['ticker']),
    contractAddress: readText(row['smart_contract']),
    networkPrecision: readCount(row['network_precision']),
    precision: readCount(row['precision']),
    walletRegex: readText(row['wallet_regex']),
    extraIdExists: readFlag(row['extra_id_exists']) ?? false,
    extraIdOptional: readFlag(row['extra_id_optional']) ?? false,
    extraIdRegex: readText(row['extra_id_regex']),
    logoUrl: readText(row['logo_url']),
    priority: readCount(row['priority']),
    isStable: readFlag(row['is_stable']) ?? false,
    isPopular: readFlag(row['is_popular']) ?? false,
    isMaxLimited: readFlag(row['is_maxlimit']) ?? false,
    explorerLinkHash: readText(row['explorer_link_hash']),
    coingeckoId: readText(row['cg_id']),
    raw: row,
  };
}

/**
 * The value of an amount in another currency, from `/estimate`. Indicative: creating a payment quotes again.
 */
export interface ProviderEstimate {
  amountFrom: string;
  currencyFrom: string;
  currencyTo: string;
  estimatedAmount: string;
}

/** Reads an estimate. Its amount is documented as a number and sent as a string. */
export function readProviderEstimate(body: unknown): ProviderEstimate | null {
  if (!isObject(body)) return null;
  const amountFrom = readAmount(body['amount_from']);
  const estimatedAmount = readAmount(body['estimated_amount']);
  const currencyFrom = readCode(body['currency_from']);
  const currencyTo = readCode(body['currency_to']);
  if (amountFrom === null || estimatedAmount === null || currencyFrom === null || currencyTo === null)
    return null;
  return { amountFrom, currencyFrom, currencyTo, estimatedAmount };
}

/** Whether an estimate is about what was asked for. */
export const isEstimateOf = (
  { amountFrom, currencyFrom, currencyTo }: ProviderEstimate,
  asked: { amount: string; currency_from: string; currency_to: string },
): boolean =>
  currencyFrom === asked.currency_from &&
  currencyTo === asked.currency_to &&
  new Decimal(amountFrom).equals(asked.amount);

/** The smallest payment, from `/min-amount`: in `currencyFrom`, and in fiat if requested. */
export interface ProviderMinimum {
  currencyFrom: string | null;
  currencyTo: string | null;
  minAmount: string;
  fiatEquivalent: string | null;
}

export function readProviderMinimum(body: unknown): ProviderMinimum | null {
  if (!isObject(body)) return null;
  const minAmount = readAmount(body['min_amount']);
  if (minAmount === null) return null;
  return {
    currencyFrom: readCode(body['currency_from']),
    currencyTo: readCode(body['currency_to']),
    minAmount,
    fiatEquivalent: readAmount(body['fiat_equivalent']),
  };
}

/**
 * Currency codes of `/currencies` and `/merchant/coins`: strings or objects, under either key, in either
 * case.
 */
export function readCurrencyCodes(body: unknown): string[] | null {
  if (!isObject(body)) return null;
  const rows = body['selectedCurrencies'] ?? body['currencies'];
  if (!Array.isArray(rows)) return null;
  const codes = rows
    .map((row) => readCode(isObject(row) ? (row['currency'] ?? row['code']) : row))
    .filter((code) => code !== null);
  return [...new Set(codes)];
}
