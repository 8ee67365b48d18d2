import { useState } from 'react';
import { required, useInput, ValidationError } from 'react-admin';
import { shortUsd } from '../fields/formats.ts';
import { RecordPicker } from '../fields/RecordPicker.tsx';
import type { Currency } from '../providers/records.ts';

const textOf = (currency: Currency): string => `${currency.displayName} · ${currency.name}`;

/**
 * Finds an active currency, for a form's `currencyCode`. `forWithdrawals` offers those that can be paid out.
 */
export function CurrencyCodeInput({ forWithdrawals }: { forWithdrawals?: boolean }) {
  const { field, fieldState } = useInput({
    source: 'currencyCode',
    validate: required('Please choose a currency.'),
  });
  const [chosen, setChosen] = useState<Currency | null>(null);
  const hint =
    chosen &&
    (forWithdrawals
      ? `Network fee ${shortUsd(chosen.networkFeeUsd)}`
      : `At least ${shortUsd(chosen.minAmountUsd)}`);
  return (
    <RecordPicker<Currency>
      resource="currencies"
      label="Currency"
      value={chosen}
      onChange={(currency) => {
        setChosen(currency);
        field.onChange(currency?.code ?? '');
      }}
      textOf={textOf}
      filter={{ isActive: true, ...(forWithdrawals && { withdrawalsEnabled: true }) }}
      sort={{ field: 'sortOrder', order: 'ASC' }}
      error={fieldState.error?.message && <ValidationError error={fieldState.error.message} />}
      helperText={hint ?? 'Type a coin or a network.'}
    />
  );
}
