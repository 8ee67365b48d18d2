import { userCan } from '@paydesk/types/rules';
import type { User } from '../../providers/records.ts';
import { PostingButton } from './PostingButton.tsx';

/** Charges a customer's balance. */
export const ChargeButton = ({ user }: { user: User }) => (
  <PostingButton
    user={user}
    label="Charge"
    action="transactions.charge"
    can={userCan.charge(user)}
    title="Charge this user?"
    explain="Deducts the amount from the available balance, as payment for a purchase."
    confirmLabel="Charge"
  />
);
