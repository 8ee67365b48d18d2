import { userCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { User } from '../../providers/records.ts';

/** Charges a customer's balance. */
export function ChargeButton({ user }: { user: User }) {
  return (
    <CommandButton
      label="Charge"
      permission="transactions.charge"
      can={userCan.charge(user)}
      dialog={(close) => (
        <ActionDialog
          title="Charge this user?"
          explain="Deducts the amount from the available balance, as payment for a purchase."
          facts={[['User', `${user.username} (${user.externalId})`]]}
          fields={[
            { name: 'amountUsd', label: 'Amount in USD', kind: 'usd', required: true },
            { name: 'description', label: 'Description', required: true },
          ]}
          confirmLabel="Charge"
          action="transactions.charge"
          input={({ amountUsd = '', description = '' }, idempotencyKey) => ({
            userId: user.id,
            amountUsd,
            description,
            idempotencyKey,
          })}
          done={(row) => `Posted ${row.amountDisplay}`}
          close={close}
        />
      )}
    />
  );
}
