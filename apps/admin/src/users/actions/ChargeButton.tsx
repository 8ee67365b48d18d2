import { userCan } from '@paydesk/types/rules';
import type { User } from '../../providers/records.ts';
import { PostingButton } from './PostingButton.tsx';
import { t } from '../../texts/t.ts';

/** Charges a customer's balance. */
export const ChargeButton = ({ user }: { user: User }) => (
  <PostingButton
    user={user}
    label={t('Charge')}
    action="transactions.charge"
    can={userCan.charge(user)}
    title={t('Charge this user?')}
    explain={t('Deducts the amount from the available balance, as payment for a purchase.')}
    confirmLabel={t('Charge')}
  />
);
