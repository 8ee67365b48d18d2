import type { User } from '../../providers/records.ts';
import { PostingButton } from './PostingButton.tsx';
import { t } from '../../texts/t.ts';

/** Credits a customer with a bonus. */
export const BonusButton = ({ user }: { user: User }) => (
  <PostingButton
    user={user}
    label={t('Bonus')}
    action="transactions.bonus"
    title={t('Give this user a bonus?')}
    explain={t('Adds the amount to the balance. It can be spent and withdrawn like any other money.')}
    confirmLabel={t('Give bonus')}
  />
);
