import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { shortUsd } from '../fields/formats.ts';
import type { LedgerRow } from '../providers/records.ts';
import { UserLink } from '../records/people.tsx';

/** Refunds a charge, in full or in part. */
export function RefundButton({ charge }: { charge: LedgerRow }) {
  const charged = charge.amountUsd.replace('-', '');
  return (
    <CommandButton
      label="Refund"
      permission="transactions.refund"
      dialog={(close) => (
        <ActionDialog
          title="Refund this charge?"
          explain="The amount is returned to the customer's balance. Refunds cannot exceed the charge in total."
          facts={[
            ['User', <UserLink full key="user" id={charge.userId} />],
            ['Charge', `${shortUsd(charged)} USD`],
            ['For', charge.description || '–'],
          ]}
          fields={[
            {
              name: 'amountUsd',
              label: 'Amount in USD',
              kind: 'usd',
              helperText: 'Leave empty to refund the rest of the charge.',
            },
            { name: 'description', label: 'Description (optional)' },
          ]}
          confirmLabel="Refund"
          action="transactions.refund"
          input={({ amountUsd, description }, idempotencyKey) => ({
            chargeId: charge.id,
            idempotencyKey,
            ...(amountUsd && { amountUsd }),
            ...(description && { description }),
          })}
          done={(row) => `Refunded ${row.amountDisplay}`}
          close={close}
        />
      )}
    />
  );
}
