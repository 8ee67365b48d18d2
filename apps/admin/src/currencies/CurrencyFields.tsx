import { BooleanInput, NumberInput, required, TextInput } from 'react-admin';
import { amountCheck } from '../fields/amountForm.ts';
import { UsdInput } from '../fields/UsdInput.tsx';
import { t } from '../texts/t.ts';

const percent = [
  required(),
  amountCheck(
    /^([0-4]?\d(\.\d{1,4})?|50(\.0{1,4})?)$/,
    t('A percentage from 0 to 50, such as 1.5, with at most four decimal places.'),
  ),
];

/** The inputs of what staff may change about a currency. */
export const CurrencyFields = () => (
  <>
    <TextInput source="name" label={t('Name')} fullWidth validate={required()} helperText={false} />
    <TextInput source="symbol" label={t('Symbol')} fullWidth validate={required()} helperText={false} />
    <UsdInput source="minAmountUsd" label={t('Minimum payment in USD')} />
    <UsdInput source="networkFeeUsd" label={t('Withdrawal network fee in USD')} />
    <TextInput
      source="serviceFeePercent"
      label={t('Withdrawal service fee in percent')}
      fullWidth
      validate={percent}
      helperText={false}
      parse={(text: string) => text.trim()}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
    <UsdInput
      source="serviceFeeUsd"
      label={t('Fixed withdrawal service fee in USD')}
      helperText={t('Leave empty to use the desk’s default.')}
      optional
    />
    <NumberInput
      source="sortOrder"
      label={t('Sort order')}
      min={0}
      step={1}
      fullWidth
      helperText={t('Lower numbers come first.')}
    />
    <BooleanInput source="withdrawalsEnabled" label={t('Withdrawals enabled')} helperText={false} />
    <BooleanInput source="isStable" label={t('Stablecoin')} helperText={false} />
  </>
);
