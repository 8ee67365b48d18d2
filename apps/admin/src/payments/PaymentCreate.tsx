import { groupedUsd, MAX_PAYMENT_USD, MIN_PAYMENT_USD } from '@paydesk/types/rules';
import { useState } from 'react';
import { Create, TextInput, useNotify, useRedirect } from 'react-admin';
import { UsdInput } from '../fields/UsdInput.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm, withIdempotencyKey } from '../pages/RecordForm.tsx';
import type { Payment } from '../providers/records.ts';
import { CurrencyCodeInput } from '../records/CurrencyCodeInput.tsx';
import { UserIdInput, useUserIdParam } from '../records/UserIdInput.tsx';

/** Creates a payment on a customer's behalf. */
export function PaymentCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const userId = useUserIdParam();
  const [key] = useState(() => `spa-${crypto.randomUUID()}`);
  return (
    <>
      <PageHeader
        title="Create payment"
        hint="The customer gets an address to pay to, and the balance is credited with what arrives."
      />
      <Create<Payment>
        actions={false}
        title=" "
        sx={{ maxWidth: 640, '& .RaCreate-main': { mt: 0 } }}
        transform={withIdempotencyKey(key)}
        mutationOptions={{
          onSuccess: (payment: Payment) => {
            notify('Payment created', { type: 'success' });
            redirect('show', 'payments', payment.id);
          },
        }}
      >
        <RecordForm label="Create payment" defaultValues={{ userId }}>
          <UserIdInput />
          <UsdInput
            source="amountUsd"
            label="Amount in USD"
            helperText={`From ${MIN_PAYMENT_USD} to ${groupedUsd(MAX_PAYMENT_USD)}, and not under the currency's minimum.`}
          />
          <CurrencyCodeInput />
          <TextInput
            source="description"
            label="Description (optional)"
            fullWidth
            helperText="Not sent to the provider."
          />
        </RecordForm>
      </Create>
    </>
  );
}
