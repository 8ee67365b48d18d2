import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { signedUsd, usdText } from '../fields/formats.ts';
import type { LedgerRow } from '../providers/records.ts';
import { UserLink } from '../records/people.tsx';
import { t } from '../texts/t.ts';

/** Refunds a charge, in full or in part. */
export function RefundButton({ charge }: { charge: LedgerRow }) {
  const charged = charge.amountUsd.replace('-', '');
  return (
    <CommandButton
      label={t('Refund')}
      action="transactions.refund"
      dialog={(close) => (
        <ActionDialog
          title={t('Refund this charge?')}
          explain={t(
            'The amount is returned to the customer’s balance. Refunds cannot exceed the charge in total.',
          )}
          facts={[
            [t('User'), <UserLink full key="user" id={charge.userId} />],
            [t('Charge'), usdText(charged)],
            [t('Charged for'), charge.description || '–'],
          ]}
          fields={[
            {
              name: 'amountUsd',
              label: t('Amount in USD'),
              kind: 'usd',
              helperText: t('Leave empty to refund the rest of the charge.'),
            },
            { name: 'description', label: t('Description (optional)') },
          ]}
          confirmLabel={t('Refund')}
          action="transactions.refund"
          input={({ amountUsd, description }, idempotencyKey) => ({
            chargeId: charge.id,
            idempotencyKey,
            ...(amountUsd && { amountUsd }),
            ...(description && { description }),
          })}
          done={(row) => t('Refunded {amount}', { amount: signedUsd(row.amountUsd) })}
          close={close}
        />
      )}
    />
  );
}
