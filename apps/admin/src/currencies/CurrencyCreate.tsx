import { BooleanInput, Create, NumberInput, required, TextInput, useNotify, useRedirect } from 'react-admin';
import { useSaveErrors } from '../commands/useSaveErrors.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm, withoutEmpty } from '../pages/RecordForm.tsx';
import type { Currency } from '../providers/records.ts';
import { CurrencyFields } from './CurrencyFields.tsx';
import { t } from '../texts/t.ts';

const defaults = {
  decimalPlaces: 8,
  minAmountUsd: '1.00',
  networkFeeUsd: '0.00',
  serviceFeePercent: '0',
  sortOrder: 1000,
  withdrawalsEnabled: false,
  isStable: false,
  isActive: false,
};

/** Adds a currency manually; most are imported by a sync. */
export function CurrencyCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const { onError, dialog } = useSaveErrors();
  const onSuccess = (currency: Currency) => {
    notify(t('Currency added'), { type: 'success' });
    redirect('show', 'currencies', currency.id);
  };
  return (
    <>
      <PageHeader
        title={t('Add currency')}
        hint={t(
          'Most currencies are imported with “Sync with provider”. Add one manually only if the provider supports its code.',
        )}
      />
      <Create<Currency>
        actions={false}
        title=" "
        sx={{ maxWidth: 640, '& .RaCreate-main': { mt: 0 } }}
        transform={withoutEmpty}
        mutationOptions={{ onSuccess, onError }}
      >
        <RecordForm label={t('Add currency')} defaultValues={defaults}>
          <TextInput
            source="code"
            label={t('Provider code')}
            fullWidth
            validate={required()}
            helperText={t('For example USDTTRC20.')}
          />
          <TextInput
            source="token"
            label={t('Token')}
            fullWidth
            validate={required()}
            helperText={t('For example USDT.')}
          />
          <TextInput
            source="network"
            label={t('Network')}
            fullWidth
            validate={required()}
            helperText={t('For example trx.')}
          />
          <NumberInput
            source="decimalPlaces"
            label={t('Decimal places')}
            min={0}
            max={30}
            step={1}
            fullWidth
            validate={required()}
            helperText={false}
          />
          <TextInput
            source="contractAddress"
            label={t('Contract address (tokens only)')}
            fullWidth
            helperText={false}
          />
          <TextInput
            source="extraIdName"
            label={t('Memo name (networks with a memo)')}
            fullWidth
            helperText={false}
          />
          <CurrencyFields />
          <BooleanInput source="isActive" label={t('Active')} helperText={false} />
        </RecordForm>
      </Create>
      {dialog}
    </>
  );
}
