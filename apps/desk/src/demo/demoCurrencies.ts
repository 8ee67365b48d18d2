/** What the demo offers, the most used first, with the payout's network fee in USD. */
export const DEMO_CURRENCIES = {
  USDTTRC20: '1.20',
  BTC: '2.50',
  ETH: '1.80',
  USDCMATIC: '0.10',
  USDTBSC: '0.30',
  SOL: '0.05',
  LTC: '0.15',
  XRP: '0.10',
  BNBBSC: '0.20',
  TRX: '0.60',
  USDTERC20: '2.00',
  DOGE: '0.40',
  TON: '0.15',
} as const satisfies Record<string, string>;

export type DemoCurrencyCode = keyof typeof DEMO_CURRENCIES;

/** For deposits, each as often as it should be chosen. */
export const POPULAR: readonly [DemoCurrencyCode, ...DemoCurrencyCode[]] = [
  'USDTTRC20',
  'USDTTRC20',
  'USDTTRC20',
  'USDTTRC20',
  'BTC',
  'BTC',
  'BTC',
  'ETH',
  'ETH',
  'USDCMATIC',
  'USDCMATIC',
  'USDTBSC',
  'USDTBSC',
  'SOL',
  'LTC',
  'XRP',
  'BNBBSC',
  'TRX',
  'USDTERC20',
  'DOGE',
  'TON',
];

/** For withdrawals: networks whose addresses the demo can make up. */
export const PAYOUT_CURRENCIES: readonly [DemoCurrencyCode, ...DemoCurrencyCode[]] = [
  'USDTTRC20',
  'USDTTRC20',
  'BTC',
  'ETH',
  'USDCMATIC',
  'USDTBSC',
  'SOL',
  'LTC',
];
