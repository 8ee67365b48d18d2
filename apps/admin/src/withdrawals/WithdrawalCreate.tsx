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
import { t } from '../texts/t.ts';

/** Requests a withdrawal on a customer's behalf. */
export function WithdrawalCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const userId = useUserIdParam();
  const [key] = useState(() => `spa-${crypto.randomUUID()}`);
  /** The address that only a person's word lets pass: another one is checked again. */
  const [unverifiable, setUnverifiable] = useState<string | null>(null);
  const { onError: onSaveError, dialog } = useSaveErrors();
  const onError = (error: unknown, { data }: { data?: Partial<Withdrawal> }) => {
    if (reasonOf(error) === 'ADDRESS_UNVERIFIABLE') setUnverifiable(data?.walletAddress ?? null);
    onSaveError(error);
  };
  return (
    <>
      <PageHeader
        title={t('Create withdrawal')}
        hint={t('The amount is held immediately and paid out after approval.')}
      />
      <Create<Withdrawal>
        actions={false}
        title=" "
        sx={{ maxWidth: 640, '& .RaCreate-main': { mt: 0 } }}
        transform={withIdempotencyKey(key)}
        mutationOptions={{
          onError,
          onSuccess: (withdrawal: Withdrawal) => {
            notify(t('Withdrawal requested'), { type: 'success' });
            redirect('show', 'withdrawals', withdrawal.id);
          },
        }}
      >
        <RecordForm label={t('Request withdrawal')} defaultValues={{ userId }}>
          <UserIdInput />
          <UsdInput
            source="amountUsd"
            label={t('Amount in USD')}
            helperText={t('At least {amount}. Fees are deducted from it.', { amount: MIN_WITHDRAWAL_USD })}
          />
          <CurrencyCodeInput forWithdrawals />
          <FormDataConsumer>
            {({ formData }) => (
              <LiveQuote amountUsd={formData.amountUsd} currencyCode={formData.currencyCode} />
            )}
          </FormDataConsumer>
          <TextInput
            source="walletAddress"
            label={t('Wallet address')}
            fullWidth
            validate={required(t('Please enter the address.'))}
            helperText={false}
            parse={(text: string) => text.trim()}
            slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false, className: 'mono' } }}
          />
          <TextInput
            source="extraId"
            label={t('Memo or tag (if the network uses one)')}
            fullWidth
            helperText={false}
          />
          <FormDataConsumer>
            {({ formData }) =>
              unverifiable !== null &&
              formData.walletAddress === unverifiable && (
                <TextInput
                  source="addressConfirmation"
                  label={t('How you verified the address')}
                  fullWidth
                  multiline
                  autoFocus
                  validate={[
                    required(t('Please describe how.')),
                    minLength(MIN_NOTE_LENGTH, t('Please describe how.')),
                  ]}
                  helperText={t(
                    'A wrong character in this address would go unnoticed, and the money would be lost. Your answer is stored with the request.',
                  )}
                />
              )
            }
          </FormDataConsumer>
        </RecordForm>
      </Create>
      {dialog}
    </>
  );
}
