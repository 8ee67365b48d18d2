import { Alert } from '@mui/material';
import { suspenseCan } from '@paydesk/types/rules';
import { useState } from 'react';
import { HttpError } from 'react-admin';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { usdText } from '../../fields/formats.ts';
import { RecordPicker } from '../../fields/RecordPicker.tsx';
import type { SuspenseItem, User } from '../../providers/records.ts';
import { isPriceless } from '../../records/suspenseAmounts.ts';
import { userText } from '../../records/UserIdInput.tsx';
import { suspenseSummary } from './suspenseSummary.tsx';
import { t } from '../../texts/t.ts';

/** Credits an item to a customer's balance. */
export const CreditSuspenseButton = ({ item }: { item: SuspenseItem }) => (
  <CommandButton
    label={t('Credit')}
    variant="contained"
    action="suspense.credit"
    can={suspenseCan.resolve(item)}
    dialog={(close) => <CreditDialog item={item} close={close} />}
  />
);

function CreditDialog({ item, close }: { item: SuspenseItem; close: () => void }) {
  const [user, setUser] = useState<User | null>(null);
  const userId = item.userId ?? user?.id;

  const priceless = isPriceless(item);
  return (
    <ActionDialog
      title={t('Credit this to the customer?')}
      explain={t(
        'The amount is credited to the customer’s balance as a deposit, in your name. This cannot be undone, only adjusted.',
      )}
      facts={suspenseSummary(item)}
      extra={
        item.userId === null && (
          <>
            <Alert severity="warning">
              {t('The owner of this money is unknown. Choose the customer carefully.')}
            </Alert>
            <RecordPicker<User>
              resource="users"
              label={t('Credit to')}
              value={user}
              onChange={setUser}
              textOf={userText}
              sort={{ field: 'username', order: 'ASC' }}
              required
            />
          </>
        )
      }
      fields={[
        ...(priceless
          ? [{ name: 'amountUsd', label: t('Worth in USD'), kind: 'usd' as const, required: true }]
          : []),
        noteField(t('Why it is credited')),
      ]}
      confirmLabel={priceless ? t('Credit') : t('Credit {amount}', { amount: usdText(item.amountUsd) })}
      action="suspense.credit"
      input={({ note = '', amountUsd }, idempotencyKey) => {
        if (!userId) throw new HttpError(t('Please choose the customer first.'), 400);
        return {
          id: item.id,
          note,
          idempotencyKey,
          ...(item.userId === null && { userId }),
          ...(amountUsd && { amountUsd }),
        };
      }}
      done={t('Credited')}
      close={close}
    />
  );
}
