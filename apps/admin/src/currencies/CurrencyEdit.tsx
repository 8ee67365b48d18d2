import { Edit, useGetOne, useNotify, useRedirect } from 'react-admin';
import { useParams } from 'react-router-dom';
import { useSaveErrors } from '../commands/useSaveErrors.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm } from '../pages/RecordForm.tsx';
import type { Currency } from '../providers/records.ts';
import { CurrencyFields } from './CurrencyFields.tsx';
import { t } from '../texts/t.ts';

/** What staff may change; the rest comes from the provider. */
const editableFields = ({
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

/**
 * Sends only what the person has changed: the minimum is shown as customers meet it, and the provider's may be higher
 * than the desk's own.
 */
function changedFields(edited: Partial<Currency>, options?: { previousData?: unknown }): Partial<Currency> {
  const before: Record<string, unknown> = editableFields((options?.previousData ?? {}) as Partial<Currency>);
  return Object.fromEntries(
    Object.entries(editableFields(edited)).filter(([field, value]) => value !== before[field]),
  );
}

/** Edits what staff may change about a currency. */
export function CurrencyEdit() {
  const notify = useNotify();
  const redirect = useRedirect();
  const { onError, dialog } = useSaveErrors();
  const { id = '' } = useParams();
  const { data: currency } = useGetOne<Currency>('currencies', { id });
  const onSuccess = (currency: Currency) => {
    notify(t('Currency saved'), { type: 'success' });
    redirect('show', 'currencies', currency.id);
  };
  return (
    <>
      <PageHeader title={currency ? t('Edit {name}', { name: currency.displayName }) : t('Edit currency')} />
      <Edit<Currency>
        actions={false}
        title=" "
        mutationMode="pessimistic"
        sx={{ maxWidth: 640, '& .RaEdit-main': { mt: 0 } }}
        transform={changedFields}
        mutationOptions={{ onSuccess, onError }}
      >
        <RecordForm label={t('Save currency')}>
          <CurrencyFields />
        </RecordForm>
      </Edit>
      {dialog}
    </>
  );
}
