import { useState } from 'react';
import { required, useInput, ValidationError } from 'react-admin';
import { shortUsd } from '../fields/formats.ts';
import { RecordPicker } from '../fields/RecordPicker.tsx';
import type { Currency } from '../providers/records.ts';
import { t } from '../texts/t.ts';

const textOf = (currency: Currency): string => `${currency.displayName} · ${currency.name}`;

/**
 * Finds an active currency, for a form's `currencyCode`. `forWithdrawals` offers those that can be paid out.
 */
export function CurrencyCodeInput({ forWithdrawals }: { forWithdrawals?: boolean }) {
  const { field, fieldState } = useInput({
    source: 'currencyCode',
    validate: required(t('Please choose a currency.')),
  });
  const [chosen, setChosen] = useState<Currency | null>(null);
  const hint =
    chosen &&
    (forWithdrawals
      ? t('Network fee {amount}', { amount: shortUsd(chosen.networkFeeUsd) })
      : t('At least {amount}', { amount: shortUsd(chosen.minAmountUsd) }));
  return (
    <RecordPicker<Currency>
      resource="currencies"
      label={t('Currency')}
      value={chosen}
      onChange={(currency) => {
        setChosen(currency);
        field.onChange(currency?.code ?? '');
      }}
      textOf={textOf}
      filter={{ isActive: true, ...(forWithdrawals && { withdrawalsEnabled: true }) }}
      sort={{ field: 'sortOrder', order: 'ASC' }}
      error={fieldState.error?.message && <ValidationError error={fieldState.error.message} />}
      helperText={hint ?? t('Type a coin or a network.')}
    />
  );
}
