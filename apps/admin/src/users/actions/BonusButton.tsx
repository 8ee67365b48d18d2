import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { User } from '../../providers/records.ts';

/** Credits a customer with a bonus. */
export function BonusButton({ user }: { user: User }) {
  return (
    <CommandButton
      label="Bonus"
      permission="transactions.bonus"
      dialog={(close) => (
        <ActionDialog
          title="Give this user a bonus?"
          explain="Adds the amount to the balance. It can be spent and withdrawn like any other money."
          facts={[['User', `${user.username} (${user.externalId})`]]}
          fields={[
            { name: 'amountUsd', label: 'Amount in USD', kind: 'usd', required: true },
            { name: 'description', label: 'Description', required: true },
          ]}
          confirmLabel="Give bonus"
          action="transactions.bonus"
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
