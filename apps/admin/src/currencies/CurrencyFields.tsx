import { BooleanInput, NumberInput, required, TextInput } from 'react-admin';
import { UsdInput } from '../fields/UsdInput.tsx';

/** What staff decide about a currency. */
export const CurrencyFields = () => (
  <>
    <TextInput source="name" label="Name" fullWidth validate={required()} helperText={false} />
    <TextInput source="symbol" label="Symbol" fullWidth validate={required()} helperText={false} />
    <UsdInput source="minAmountUsd" label="Minimum payment in USD" />
    <UsdInput source="networkFeeUsd" label="Network fee of a withdrawal in USD" />
    <NumberInput source="sortOrder" label="Order in lists" min={0} step={1} fullWidth helperText="Smaller comes first." />
    <BooleanInput source="withdrawalsEnabled" label="Withdrawals possible" helperText={false} />
    <BooleanInput source="isStable" label="Stablecoin" helperText={false} />
  </>
);
