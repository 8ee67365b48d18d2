import { RelatedRows } from '../lists/RelatedRows.tsx';
import type { Withdrawal } from '../providers/records.ts';
import { WithdrawalCard, withdrawalColumnsToReview } from '../records/withdrawalColumns.tsx';

/** The newest requests that nobody has decided. */
export const NewestWithdrawals = () => (
  <RelatedRows<Withdrawal>
    title="Newest withdrawals to review"
    resource="withdrawals"
    filter={{ statusGroup: 'waiting' }}
    columns={withdrawalColumnsToReview}
    card={(withdrawal) => <WithdrawalCard withdrawal={withdrawal} />}
    limit={5}
    empty="No withdrawal waits for a review."
  />
);
