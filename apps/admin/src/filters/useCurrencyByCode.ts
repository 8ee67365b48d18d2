import { useGetList } from 'react-admin';
import type { Currency } from '../providers/records.ts';

/** The currency of a provider's code; null until it is loaded, of '' and of a code that the desk does not know. */
export function useCurrencyByCode(code: string): Currency | null {
  const { data } = useGetList<Currency>(
    'currencies',
    { pagination: { page: 1, perPage: 1 }, filter: { code } },
    { enabled: code !== '' },
  );
  return data?.[0] ?? null;
}

/** "USDT (TRC20)" of a provider's code, as lists have it; the code itself as long as there is no more. */
export const useCurrencyName = (code: string): string => useCurrencyByCode(code)?.displayName ?? code;
