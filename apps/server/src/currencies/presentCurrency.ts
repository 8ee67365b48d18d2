import {
  currencyDisplayName,
  type currencyOutput,
  Decimal,
  formatUsd,
  networkLabel,
  trimAmount,
} from '@paydesk/types';
import type { z } from 'zod';
import type { Currency } from '../models/Currency.ts';

export function presentCurrency(c: Currency): z.infer<typeof currencyOutput> {
  return {
    id: c.id,
    code: c.code,
    name: c.name,
    token: c.token,
    network: c.network,
    networkName: networkLabel(c.network) ?? c.network,
    displayName: currencyDisplayName(c),
    symbol: c.symbol,
    contractAddress: c.contractAddress,
    extraIdName: c.extraIdName,
    decimalPlaces: c.decimalPlaces,
    chainDecimals: c.chainDecimals,
    isActive: c.isActive,
    isStable: c.isStable,
    isAvailable: c.isAvailable,
    withdrawalsEnabled: c.withdrawalsEnabled,
    provider: c.provider,
    minAmountUsd: formatUsd(Decimal.max(c.minAmountUsd, c.providerMinAmountUsd ?? 0)),
    networkFeeUsd: formatUsd(c.networkFeeUsd),
    serviceFeePercent: trimAmount(c.serviceFeePercent),
    serviceFeeUsd: c.serviceFeeUsd === null ? null : formatUsd(c.serviceFeeUsd),
    logoUrl: logoPath(c),
    sortOrder: c.sortOrder,
    createdAt: c.createdAt.toISOString(),
    updatedAt: c.updatedAt.toISOString(),
    extraIdRequired: c.extraIdRequired,
    pendingChange: c.pendingChange,
    providerMinAmountUsd: c.providerMinAmountUsd === null ? null : formatUsd(c.providerMinAmountUsd),
    minCheckedAt: c.minCheckedAt?.toISOString() ?? null,
  };
}

/** The logo is always served by the desk, so that no page reveals its visitors to a third party. */
function logoPath({ code }: Pick<Currency, 'code'>): string {
  return `/currency-logos/${code.toLowerCase()}.svg`;
}
