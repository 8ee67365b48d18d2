import { Edit, useNotify, useRedirect } from 'react-admin';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm } from '../pages/RecordForm.tsx';
import type { Currency } from '../providers/records.ts';
import { CurrencyFields } from './CurrencyFields.tsx';

/** Only what staff decide is sent; the rest belongs to the provider. */
const decided = ({
  name,
  symbol,
  minAmountUsd,
  networkFeeUsd,
  serviceFeePercent,
  serviceFeeUsd,
  withdrawalsEnabled,
  isStable,
  sortOrder,
}: Partial<Currency>) => ({
  name,
  symbol,
  minAmountUsd,
  networkFeeUsd,
  serviceFeePercent,
  serviceFeeUsd: serviceFeeUsd || null,
  withdrawalsEnabled,
  isStable,
  sortOrder,
});

/** Changes what staff decide about a currency. */
export function CurrencyEdit() {
  const notify = useNotify();
  const redirect = useRedirect();
  const onSuccess = (currency: Currency) => {
    notify('Currency saved', { type: 'success' });
    redirect('show', 'currencies', currency.id);
  };
  return (
    <>
      <PageHeader title="Edit currency" />
      <Edit<Currency>
        actions={false}
        title=" "
        mutationMode="pessimistic"
        sx={{ maxWidth: 640, '& .RaEdit-main': { mt: 0 } }}
        transform={decided}
        mutationOptions={{ onSuccess }}
      >
        <RecordForm label="Save currency">
          <CurrencyFields />
        </RecordForm>
      </Edit>
    </>
  );
}
