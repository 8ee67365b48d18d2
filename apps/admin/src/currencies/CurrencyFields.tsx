import { BooleanInput, NumberInput, regex, required, TextInput } from 'react-admin';
import { UsdInput } from '../fields/UsdInput.tsx';

const percent = [
  required(),
  regex(
    /^([0-4]?\d(\.\d{1,4})?|50(\.0{1,4})?)$/,
    'A percentage from 0 to 50, such as 1.5, with at most four places.',
  ),
];

/** What staff decide about a currency. */
export const CurrencyFields = () => (
  <>
    <TextInput source="name" label="Name" fullWidth validate={required()} helperText={false} />
    <TextInput source="symbol" label="Symbol" fullWidth validate={required()} helperText={false} />
    <UsdInput source="minAmountUsd" label="Minimum payment in USD" />
    <UsdInput source="networkFeeUsd" label="Network fee of a withdrawal in USD" />
    <TextInput
      source="serviceFeePercent"
      label="Service fee of a withdrawal in percent"
      fullWidth
      validate={percent}
      helperText={false}
      parse={(text: string) => text.trim()}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
    <UsdInput
      source="serviceFeeUsd"
      label="Fixed service fee of a withdrawal in USD"
      helperText="Empty: the desk's own setting."
      optional
    />
    <NumberInput
      source="sortOrder"
      label="Order in lists"
      min={0}
      step={1}
      fullWidth
      helperText="Smaller comes first."
    />
    <BooleanInput source="withdrawalsEnabled" label="Withdrawals possible" helperText={false} />
    <BooleanInput source="isStable" label="Stablecoin" helperText={false} />
  </>
);
