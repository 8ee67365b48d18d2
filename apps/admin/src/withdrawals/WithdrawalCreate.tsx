import { MIN_NOTE_LENGTH, MIN_WITHDRAWAL_USD } from '@paydesk/types/rules';
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
import { useSaveErrors } from '../commands/useSaveErrors.tsx';
import { UsdInput } from '../fields/UsdInput.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm, withIdempotencyKey } from '../pages/RecordForm.tsx';
import { reasonOf } from '../providers/httpError.ts';
import type { Withdrawal } from '../providers/records.ts';
import { CurrencyCodeInput } from '../records/CurrencyCodeInput.tsx';
import { UserIdInput, useUserIdParam } from '../records/UserIdInput.tsx';
import { LiveQuote } from './LiveQuote.tsx';

/** Requests a withdrawal on a customer's behalf. */
export function WithdrawalCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const userId = useUserIdParam();
  const [key] = useState(() => `spa-${crypto.randomUUID()}`);
  const [isUnverifiable, setUnverifiable] = useState(false);
  const { onError: onSaveError, dialog } = useSaveErrors();
  const onError = (error: unknown) => {
    if (reasonOf(error) === 'ADDRESS_UNVERIFIABLE') setUnverifiable(true);
    onSaveError(error);
  };
  return (
    <>
      <PageHeader
        title="Create withdrawal"
        hint="The amount is held immediately and paid out after approval."
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
            helperText={`At least ${MIN_WITHDRAWAL_USD}. Fees are deducted from it.`}
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
            label="Memo or tag (if the network uses one)"
            fullWidth
            helperText={false}
          />
          {isUnverifiable && (
            <TextInput
              source="addressConfirmation"
              label="How you verified the address"
              fullWidth
              multiline
              autoFocus
              validate={[
                required('Please describe how.'),
                minLength(MIN_NOTE_LENGTH, 'Please describe how.'),
              ]}
              helperText="Addresses on this network cannot be checked: with one wrong character the money is lost. Your answer is stored with the request."
            />
          )}
        </RecordForm>
      </Create>
      {dialog}
    </>
  );
}
