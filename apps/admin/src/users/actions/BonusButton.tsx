import type { User } from '../../providers/records.ts';
import { PostingButton } from './PostingButton.tsx';

/** Credits a customer with a bonus. */
export const BonusButton = ({ user }: { user: User }) => (
  <PostingButton
    user={user}
    label="Bonus"
    action="transactions.bonus"
    title="Give this user a bonus?"
    explain="Adds the amount to the balance. It can be spent and withdrawn like any other money."
    confirmLabel="Give bonus"
  />
);
