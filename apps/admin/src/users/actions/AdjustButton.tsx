import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { User } from '../../providers/records.ts';

/** Corrects a balance, in either direction. */
export function AdjustButton({ user }: { user: User }) {
  return (
    <CommandButton
      label="Adjust"
      color="inherit"
      permission="transactions.adjust"
      dialog={(close) => (
        <ActionDialog
          title="Adjust this balance?"
          explain="Posts a correction in your name. Use a minus sign to deduct. Earlier rows are not changed."
          facts={[['User', `${user.username} (${user.externalId})`]]}
          fields={[
            {
              name: 'amountUsd',
              label: 'Amount in USD, with its sign',
              kind: 'usd',
              required: true,
              helperText: '25.00 adds, -25.00 deducts.',
            },
            noteField('Reason', 'reason'),
          ]}
          confirmLabel="Post adjustment"
          action="transactions.adjust"
          input={({ amountUsd = '', reason = '' }, idempotencyKey) => ({
            userId: user.id,
            amountUsd,
            reason,
            idempotencyKey,
          })}
          done={(row) => `Posted ${row.amountDisplay}`}
          close={close}
        />
      )}
    />
  );
}
