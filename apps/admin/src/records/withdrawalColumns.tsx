import { Box } from '@mui/material';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import { SelectRow } from '../lists/RowSelection.tsx';
import type { Withdrawal } from '../providers/records.ts';
import { UserLink } from './people.tsx';
import { RowPeople } from './RowPeople.tsx';
import { WithdrawalStatusBadge } from './statusBadges.tsx';

export const withdrawalColumns: readonly Column<Withdrawal>[] = [
  {
    label: 'Withdrawal',
    render: (withdrawal) => (
      <Box sx={{ display: 'flex', alignItems: 'center', minWidth: 0 }}>
        <RowLink resource="withdrawals" id={withdrawal.id} mono>
          {withdrawal.internalWithdrawalId}
        </RowLink>
        <RowPeople subjectKind="withdrawal" subjectId={withdrawal.id} />
      </Box>
    ),
  },
  { label: 'User', from: 'md', render: (withdrawal) => <UserLink id={withdrawal.userId} /> },
  {
    label: 'Amount',
    sort: 'amountUsd',
    number: true,
    render: (withdrawal) => <Usd amount={withdrawal.amountUsd} />,
  },
  {
    label: 'Pays out',
    number: true,
    from: 'lg',
    render: (withdrawal) => <Usd amount={withdrawal.finalAmountUsd} />,
  },
  {
    label: 'Currency',
    from: 'md',
    render: (withdrawal) => <Ellipsis text={withdrawal.currencyDisplayName} width={130} />,
  },
  {
    label: 'Address',
    from: 'xl',
    render: (withdrawal) => <Ellipsis text={withdrawal.walletAddress} width={150} mono />,
  },
  { label: 'Status', render: (withdrawal) => <WithdrawalStatusBadge status={withdrawal.status} /> },
  {
    label: 'Requested',
    sort: 'createdAt',
    render: (withdrawal) => <TimeText at={withdrawal.createdAt} />,
  },
  { label: 'Network', isExtra: true, render: (withdrawal) => withdrawal.networkName },
  {
    label: 'Fees',
    number: true,
    isExtra: true,
    render: (withdrawal) => <Usd amount={withdrawal.totalFeeUsd} />,
  },
  {
    label: 'Order id',
    isExtra: true,
    render: (withdrawal) => <Ellipsis text={withdrawal.orderId ?? '–'} width={150} />,
  },
  {
    label: 'Status since',
    sort: 'statusChangedAt',
    isExtra: true,
    render: (withdrawal) => <TimeText at={withdrawal.statusChangedAt} />,
  },
  {
    label: 'Changed',
    sort: 'updatedAt',
    isExtra: true,
    render: (withdrawal) => <TimeText at={withdrawal.updatedAt} />,
  },
];

const age: Column<Withdrawal> = {
  label: 'Age',
  render: (withdrawal) => <TimeText at={withdrawal.createdAt} ago />,
};
const named = (labels: readonly string[]) => withdrawalColumns.filter(({ label }) => labels.includes(label));

/** For a user's own page, where there is less space. */
export const withdrawalColumnsOfUser = [...named(['Withdrawal', 'Amount', 'Currency', 'Status']), age];

/** For the dashboard, where all of them wait. */
export const withdrawalColumnsToReview = [...named(['Withdrawal', 'User', 'Amount']), age];

export const WithdrawalCard = ({
  withdrawal,
  selectable,
}: {
  withdrawal: Withdrawal;
  selectable?: boolean;
}) => (
  <CardRow
    title={
      <Box sx={{ display: 'flex', alignItems: 'center', minWidth: 0 }}>
        {selectable && (
          <Box sx={{ ml: -1 }}>
            <SelectRow row={withdrawal} name={withdrawal.internalWithdrawalId} />
          </Box>
        )}
        <RowLink resource="withdrawals" id={withdrawal.id} mono>
          {withdrawal.internalWithdrawalId}
        </RowLink>
        <RowPeople subjectKind="withdrawal" subjectId={withdrawal.id} />
      </Box>
    }
    amount={<Usd amount={withdrawal.amountUsd} />}
    badge={<WithdrawalStatusBadge status={withdrawal.status} />}
    details={
      <>
        <UserLink id={withdrawal.userId} /> · {withdrawal.currencyDisplayName} ·{' '}
        <TimeText at={withdrawal.createdAt} ago />
      </>
    }
  />
);
