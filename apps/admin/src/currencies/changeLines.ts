import type { Currency } from '../providers/records.ts';

interface ChangeLine {
  label: string;
  before: string;
  after: string;
  isChanged: boolean;
}

/** What a pending change does to each field that decides where money goes. */
export function changeLines(
  currency: Pick<Currency, 'network' | 'contractAddress' | 'decimalPlaces' | 'chainDecimals'>,
  change: NonNullable<Currency['pendingChange']>,
): ChangeLine[] {
  const fields = [
    ['Network', currency.network, change.network],
    ['Contract', currency.contractAddress, change.contractAddress],
    ['Decimal places', currency.decimalPlaces, change.decimalPlaces],
    ['Decimal places on the chain', currency.chainDecimals ?? null, change.chainDecimals],
  ] as const;
  return fields.map(([label, before, after]) => ({
    label,
    before: text(before),
    after: text(after),
    isChanged: before !== after,
  }));
}

const text = (value: string | number | null) => (value === null ? 'none' : String(value));
