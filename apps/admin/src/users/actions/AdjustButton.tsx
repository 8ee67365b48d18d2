import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { signedUsd } from '../../fields/formats.ts';
import type { User } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Corrects a balance, in either direction. */
export function AdjustButton({ user }: { user: User }) {
  return (
    <CommandButton
      label={t('Adjust')}
      color="inherit"
      action="transactions.adjust"
      dialog={(close) => (
        <ActionDialog
          title={t('Adjust this balance?')}
          explain={t(
            'Posts a correction in your name. Use a minus sign to deduct. Earlier rows are not changed.',
          )}
          facts={[[t('User'), `${user.username} (${user.externalId})`]]}
          fields={[
            {
              name: 'amountUsd',
              label: t('Amount in USD, with its sign'),
              kind: 'usd',
              required: true,
              helperText: t('25.00 adds, -25.00 deducts.'),
            },
            noteField(t('Reason'), 'reason'),
          ]}
          confirmLabel={t('Post adjustment')}
          action="transactions.adjust"
          input={({ amountUsd = '', reason = '' }, idempotencyKey) => ({
            userId: user.id,
            amountUsd,
            reason,
            idempotencyKey,
          })}
          done={(row) => t('Posted {amount}', { amount: signedUsd(row.amountUsd) })}
          close={close}
        />
      )}
    />
  );
}
