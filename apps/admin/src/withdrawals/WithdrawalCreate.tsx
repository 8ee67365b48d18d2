import { useState } from 'react';
import {
  Create,
  FormDataConsumer,
  minLength,
  required,
  TextInput,
  useNotify,
  useRedirect,
} from 'react-admin';
import { UsdInput } from '../fields/UsdInput.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm, withIdempotencyKey } from '../pages/RecordForm.tsx';
import { fieldErrorsOf, reasonOf } from '../providers/httpError.ts';
import type { Withdrawal } from '../providers/records.ts';
import { CurrencyCodeInput } from '../records/CurrencyCodeInput.tsx';
import { UserIdInput, useUserIdParam } from '../records/UserIdInput.tsx';
import { LiveQuote } from './LiveQuote.tsx';

/** Asks for a payout on a customer's behalf. */
export function WithdrawalCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const userId = useUserIdParam();
  const [key] = useState(() => `spa-${crypto.randomUUID()}`);
  const [nobodyCanCheck, setNobodyCanCheck] = useState(false);
  const onError = (error: unknown) => {
    if (reasonOf(error) === 'ADDRESS_UNVERIFIABLE') setNobodyCanCheck(true);
    if (Object.keys(fieldErrorsOf(error)).length === 0)
      notify(error instanceof Error ? error.message : 'The request failed.', { type: 'error' });
  };
  return (
    <>
      <PageHeader
        title="Create withdrawal"
        hint="The amount is held at once; it is paid out after approval."
      />
      <Create<Withdrawal>
        actions={false}
        title=" "
        sx={{ maxWidth: 640, '& .RaCreate-main': { mt: 0 } }}
        transform={withIdempotencyKey(key)}
        mutationOptions={{
          onError,
          onSuccess: (withdrawal: Withdrawal) => {
            notify('Withdrawal requested', { type: 'success' });
            redirect('show', 'withdrawals', withdrawal.id);
          },
        }}
      >
        <RecordForm label="Request withdrawal" defaultValues={{ userId }}>
          <UserIdInput />
          <UsdInput
            source="amountUsd"
            label="Amount in USD"
            helperText="At least 10.00. Fees are taken from it."
          />
          <CurrencyCodeInput forWithdrawals />
          <FormDataConsumer>
            {({ formData }) => (
              <LiveQuote amountUsd={formData.amountUsd} currencyCode={formData.currencyCode} />
            )}
          </FormDataConsumer>
          <TextInput
            source="walletAddress"
            label="Wallet address"
            fullWidth
            validate={required('Please enter the address.')}
            helperText={false}
            parse={(text: string) => text.trim()}
            slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false, className: 'mono' } }}
          />
          <TextInput
            source="extraId"
            label="Memo or tag (where the network has one)"
            fullWidth
            helperText={false}
          />
          {nobodyCanCheck && (
            <TextInput
              source="addressConfirmation"
              label="How you made sure that the address is right"
              fullWidth
              multiline
              autoFocus
              validate={[required('Please say how.'), minLength(3, 'Please say how.')]}
              helperText="Nobody can check addresses of this network: one wrong character and the money is lost. Your word is kept with the request."
            />
          )}
        </RecordForm>
      </Create>
    </>
  );
}
