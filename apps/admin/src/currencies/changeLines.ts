import type { Currency } from '../providers/records.ts';
import { t } from '../texts/t.ts';

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
    [t('Network'), currency.network, change.network],
    [t('Contract'), currency.contractAddress, change.contractAddress],
    [t('Decimal places'), currency.decimalPlaces, change.decimalPlaces],
    [t('Decimal places on the chain'), currency.chainDecimals ?? null, change.chainDecimals],
  ] as const;
  return fields.map(([label, before, after]) => ({
    label,
    before: text(before),
    after: text(after),
    isChanged: before !== after,
  }));
}

const text = (value: string | number | null) => (value === null ? t('none') : String(value));
