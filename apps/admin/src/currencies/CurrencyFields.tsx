import { BooleanInput, NumberInput, regex, required, TextInput } from 'react-admin';
import { UsdInput } from '../fields/UsdInput.tsx';

const percent = [
  required(),
  regex(
    /^([0-4]?\d(\.\d{1,4})?|50(\.0{1,4})?)$/,
    'A percentage from 0 to 50, such as 1.5, with at most four decimal places.',
  ),
];

/** The inputs of what staff may change about a currency. */
export const CurrencyFields = () => (
  <>
    <TextInput source="name" label="Name" fullWidth validate={required()} helperText={false} />
    <TextInput source="symbol" label="Symbol" fullWidth validate={required()} helperText={false} />
    <UsdInput source="minAmountUsd" label="Minimum payment in USD" />
    <UsdInput source="networkFeeUsd" label="Withdrawal network fee in USD" />
    <TextInput
      source="serviceFeePercent"
      label="Withdrawal service fee in percent"
      fullWidth
      validate={percent}
      helperText={false}
      parse={(text: string) => text.trim()}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
    <UsdInput
      source="serviceFeeUsd"
      label="Fixed withdrawal service fee in USD"
      helperText="Leave empty to use the desk's default."
      optional
    />
    <NumberInput
      source="sortOrder"
      label="Sort order"
      min={0}
      step={1}
      fullWidth
      helperText="Lower numbers come first."
    />
    <BooleanInput source="withdrawalsEnabled" label="Withdrawals enabled" helperText={false} />
    <BooleanInput source="isStable" label="Stablecoin" helperText={false} />
  </>
);
