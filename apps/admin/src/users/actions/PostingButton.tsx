import type { Can } from '@paydesk/types/rules';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { signedUsd } from '../../fields/formats.ts';
import type { User } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

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
    action={action}
    {...(can && { can })}
    dialog={(close) => (
      <ActionDialog
        {...texts}
        facts={[[t('User'), `${user.username} (${user.externalId})`]]}
        fields={[
          { name: 'amountUsd', label: t('Amount in USD'), kind: 'usd', required: true },
          { name: 'description', label: t('Description'), required: true },
        ]}
        action={action}
        input={({ amountUsd = '', description = '' }, idempotencyKey) => ({
          userId: user.id,
          amountUsd,
          description,
          idempotencyKey,
        })}
        done={(row) => t('Posted {amount}', { amount: signedUsd(row.amountUsd) })}
        close={close}
      />
    )}
  />
);
