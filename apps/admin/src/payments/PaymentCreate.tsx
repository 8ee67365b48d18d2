import { groupedUsd, MAX_PAYMENT_USD, MIN_PAYMENT_USD } from '@paydesk/types/rules';
import { useState } from 'react';
import { Create, TextInput, useNotify, useRedirect } from 'react-admin';
import { CurrencyCodeInput } from '../currencies/CurrencyCodeInput.tsx';
import { UsdInput } from '../fields/UsdInput.tsx';
import { DeskForm } from '../layout/DeskForm.tsx';
import { PageHeader } from '../layout/PageHeader.tsx';
import { withKey } from '../providers/withKey.ts';
import type { Payment } from '../providers/wire.ts';
import { UserIdInput } from '../users/UserIdInput.tsx';
import { useAskedUser } from '../users/useAskedUser.ts';

/** Asks for a deposit on a customer's behalf. */
export function PaymentCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const userId = useAskedUser();
  const [key] = useState(() => `spa-${crypto.randomUUID()}`);
  return (
    <>
      <PageHeader
        title="Create payment"
        hint="The customer gets an address to pay to; the balance is credited with what arrives."
      />
      <Create<Payment>
        actions={false}
        title=" "
        sx={{ maxWidth: 640, '& .RaCreate-main': { mt: 0 } }}
        transform={withKey(key)}
        mutationOptions={{
          onSuccess: (payment: Payment) => {
            notify('Payment created', { type: 'success' });
            redirect('show', 'payments', payment.id);
          },
        }}
      >
        <DeskForm label="Create payment" defaultValues={{ userId }}>
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
            helperText="Stays in the desk; the provider does not see it."
          />
        </DeskForm>
      </Create>
    </>
  );
}
