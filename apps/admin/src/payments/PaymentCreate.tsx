import { MAX_PAYMENT_USD, MIN_PAYMENT_USD } from '@paydesk/types/rules';
import { useState } from 'react';
import { Create, TextInput, useNotify, useRedirect } from 'react-admin';
import { shortUsd } from '../fields/formats.ts';
import { UsdInput } from '../fields/UsdInput.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm, withIdempotencyKey } from '../pages/RecordForm.tsx';
import type { Payment } from '../providers/records.ts';
import { CurrencyCodeInput } from '../records/CurrencyCodeInput.tsx';
import { UserIdInput, useUserIdParam } from '../records/UserIdInput.tsx';
import { t } from '../texts/t.ts';

/** Creates a payment on a customer's behalf. */
export function PaymentCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const userId = useUserIdParam();
  const [key] = useState(() => `spa-${crypto.randomUUID()}`);
  return (
    <>
      <PageHeader
        title={t('Create payment')}
        hint={t('The customer gets an address to pay to, and the balance is credited with what arrives.')}
      />
      <Create<Payment>
        actions={false}
        title=" "
        sx={{ maxWidth: 640, '& .RaCreate-main': { mt: 0 } }}
        transform={withIdempotencyKey(key)}
        mutationOptions={{
          onSuccess: (payment: Payment) => {
            notify(t('Payment created'), { type: 'success' });
            redirect('show', 'payments', payment.id);
          },
        }}
      >
        <RecordForm label={t('Create payment')} defaultValues={{ userId }}>
          <UserIdInput />
          <UsdInput
            source="amountUsd"
            label={t('Amount in USD')}
            helperText={t('From {min} to {max}, and not under the currency’s minimum.', {
              min: shortUsd(MIN_PAYMENT_USD),
              max: shortUsd(MAX_PAYMENT_USD),
            })}
          />
          <CurrencyCodeInput />
          <TextInput
            source="description"
            label={t('Description (optional)')}
            fullWidth
            helperText={t('Not sent to the provider.')}
          />
        </RecordForm>
      </Create>
    </>
  );
}
