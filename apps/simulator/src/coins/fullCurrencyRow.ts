import type { Coin } from './coins.ts';
import { networkOf } from './networks.ts';

/**
 * One row of GET /v1/full-currencies: upper-case code, `network_precision` as text and `precision` as a
 * number.
 */
export const fullCurrencyRow = (coin: Coin, position: number) => {
  const { walletRegex, explorer, memo } = networkOf(coin.network);
  return {
    id: coin.id,
    code: coin.code.toUpperCase(),
    name: coin.name,
    enable: coin.isEnabled,
    wallet_regex: walletRegex,
    priority: position + 1,
    extra_id_exists: memo !== undefined,
    extra_id_regex: memo?.regex ?? null,
    logo_url: `/images/coins/${coin.code}.svg`,
    track: true,
    cg_id: coin.geckoId,
    is_maxlimit: coin.isCapped,
    network: coin.network,
    smart_contract: coin.contract,
    network_precision: String(coin.chainDecimals),
    explorer_link_hash: explorer,
    precision: coin.precision,
    ticker: coin.ticker,
    is_defi: ['uni', 'aave', 'link'].includes(coin.code),
    is_popular: position < 12,
    is_stable: coin.isStable,
    available_for_to_conversion: coin.isEnabled,
    trust_wallet_id: coin.contract === null ? null : 'false',
    created_at: '2023-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    available_for_payment: coin.isEnabled,
    available_for_payout: coin.isEnabled,
    extra_id_optional: memo?.optional ?? false,
  };
};
