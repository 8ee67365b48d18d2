import { Box, TextField } from '@mui/material';
import { USD_PATTERN } from '@paydesk/types/rules';
import { useState } from 'react';
import { useGetOne, useGetList } from 'react-admin';
import { amountError } from '../fields/amountForm.ts';
import { RecordPicker } from '../fields/RecordPicker.tsx';
import type { Currency, User } from '../providers/records.ts';
import { DateFilter } from './DateFilter.tsx';
import type { FilterField } from './filterFields.ts';
import { SelectFilter, YesNoFilter } from './SelectFilter.tsx';
import { useCurrencyByCode } from './useCurrencyByCode.ts';
import { useFilter } from './useFilter.ts';
import { t } from '../texts/t.ts';

/** The fields of "More filters". Each applies at once. */
export const FilterForm = ({ fields }: { fields: readonly FilterField[] }) => (
  <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
    {fields.map((field) => (
      <Field key={JSON.stringify(field)} field={field} />
    ))}
  </Box>
);

function Field({ field }: { field: FilterField }) {
  switch (field.kind) {
    case 'dates':
      return (
        <>
          <DateFilter name="from" label={t('{label} from', { label: field.label })} />
          <DateFilter name="until" label={t('{label} until', { label: field.label })} />
        </>
      );
    case 'amount':
      return (
        <>
          <AmountFilter name={`${field.name}Min`} label={t('{label} from', { label: field.label })} />
          <AmountFilter name={`${field.name}Max`} label={t('{label} until', { label: field.label })} />
        </>
      );
    case 'user':
      return <UserFilter />;
    case 'currency':
      return <CurrencyFilter />;
    case 'network':
      return <NetworkFilter />;
    case 'flag':
      return (
        <YesNoFilter
          name={field.name}
          label={field.label}
          {...(field.yes !== undefined && { yes: field.yes })}
          {...(field.no !== undefined && { no: field.no })}
        />
      );
    case 'choice':
      return <SelectFilter name={field.name} label={field.label} choices={field.choices} />;
  }
}

/** One end of a range of amounts, as a decimal text. Applied when it is complete. */
function AmountFilter({ name, label }: { name: string; label: string }) {
  const [value, setValue] = useFilter(name);
  const [typed, setTyped] = useState(typeof value === 'string' ? value : '');
  const error = typed === '' ? null : amountError(typed, USD_PATTERN);
  return (
    <TextField
      label={label}
      value={typed}
      error={error !== null}
      helperText={error ?? undefined}
      onChange={(event) => {
        const text = event.target.value.trim();
        setTyped(text);
        if (text === '' || USD_PATTERN.test(text)) setValue(text);
      }}
      slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off', maxLength: 20 } }}
    />
  );
}

function UserFilter() {
  const [value, setValue] = useFilter('userId');
  const id = typeof value === 'string' ? value : '';
  const { data } = useGetOne<User>('users', { id }, { enabled: id !== '' });
  return (
    <RecordPicker<User>
      resource="users"
      label={t('User')}
      value={id === '' ? null : (data ?? null)}
      onChange={(user) => setValue(user?.id)}
      textOf={(user) => `${user.username} (${user.externalId})`}
      sort={{ field: 'username', order: 'ASC' }}
    />
  );
}

function CurrencyFilter() {
  const [value, setValue] = useFilter('currencyCode');
  const code = typeof value === 'string' ? value : '';
  const currency = useCurrencyByCode(code);
  return (
    <RecordPicker<Currency>
      resource="currencies"
      label={t('Currency')}
      value={currency}
      onChange={(chosen) => setValue(chosen?.code)}
      textOf={({ displayName, name }) => `${displayName} · ${name}`}
      sort={{ field: 'sortOrder', order: 'ASC' }}
    />
  );
}

/** The networks of the currencies of the desk. */
function NetworkFilter() {
  const { data = [] } = useGetList<Currency>('currencies', {
    pagination: { page: 1, perPage: 400 },
    sort: { field: 'network', order: 'ASC' },
  });
  const names = new Map(data.map(({ network, networkName }) => [network, networkName]));
  const choices = [...names]
    .map(([id, name]) => ({ id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return <SelectFilter name="network" label={t('Network')} choices={choices} />;
}
