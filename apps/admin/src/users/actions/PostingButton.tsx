import type { Can } from '@paydesk/types/rules';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { User } from '../../providers/records.ts';

interface PostingButtonProps {
  user: User;
  label: string;
  action: 'transactions.bonus' | 'transactions.charge';
  can?: Can;
  title: string;
  explain: string;
  confirmLabel: string;
}

/** Posts an amount with a description to a customer's balance. */
export const PostingButton = ({ user, label, action, can, ...texts }: PostingButtonProps) => (
  <CommandButton
    label={label}
    permission={action}
    {...(can && { can })}
    dialog={(close) => (
      <ActionDialog
        {...texts}
        facts={[['User', `${user.username} (${user.externalId})`]]}
        fields={[
          { name: 'amountUsd', label: 'Amount in USD', kind: 'usd', required: true },
          { name: 'description', label: 'Description', required: true },
        ]}
        action={action}
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
