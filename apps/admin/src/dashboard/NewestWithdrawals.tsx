import { RelatedRows } from '../layout/RelatedRows.tsx';
import type { Withdrawal } from '../providers/wire.ts';
import { withdrawalColumns } from '../withdrawals/withdrawalColumns.tsx';

const columns = withdrawalColumns.filter(({ label }) => ['Withdrawal', 'User', 'Amount', 'Currency'].includes(label));

/** The newest requests that nobody has decided. */
export const NewestWithdrawals = () => (
  <RelatedRows<Withdrawal> title="Newest withdrawals to review" resource="withdrawals" filter={{ statusGroup: 'waiting' }} columns={columns} limit={5} empty="No withdrawal waits for a review." />
);
