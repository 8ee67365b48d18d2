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
import { t } from '../texts/t.ts';

export const withdrawalColumns: readonly Column<Withdrawal>[] = [
  {
    key: 'Withdrawal',
    label: t('Withdrawal'),
    isCut: true,
    render: (withdrawal) => (
      <span className="side-by-side">
        <RowLink resource="withdrawals" id={withdrawal.id} mono>
          {withdrawal.internalWithdrawalId}
        </RowLink>
        <RowPeople subjectKind="withdrawal" subjectId={withdrawal.id} />
      </span>
    ),
  },
  { key: 'User', label: t('User'), isCut: true, render: (withdrawal) => <UserLink id={withdrawal.userId} /> },
  {
    key: 'Amount',
    label: t('Amount'),
    sort: 'amountUsd',
    number: true,
    render: (withdrawal) => <Usd amount={withdrawal.amountUsd} />,
  },
  {
    key: 'Pays out',
    label: t('Pays out'),
    number: true,
    from: 'lg',
    render: (withdrawal) => <Usd amount={withdrawal.finalAmountUsd} />,
  },
  {
    key: 'Currency',
    label: t('Currency'),
    from: 'md',
    render: (withdrawal) => <Ellipsis text={withdrawal.currencyDisplayName} width={130} />,
  },
  {
    key: 'Address',
    label: t('Address'),
    from: 'xl',
    render: (withdrawal) => <Ellipsis text={withdrawal.walletAddress} width={150} mono />,
  },
  {
    key: 'Status',
    label: t('Status'),
    render: (withdrawal) => <WithdrawalStatusBadge status={withdrawal.status} />,
  },
  {
    key: 'Requested',
    label: t('Requested'),
    sort: 'createdAt',
    render: (withdrawal) => <TimeText at={withdrawal.createdAt} />,
  },
  { key: 'Network', label: t('Network'), isExtra: true, render: (withdrawal) => withdrawal.networkName },
  {
    key: 'Fees',
    label: t('Fees'),
    number: true,
    isExtra: true,
    render: (withdrawal) => <Usd amount={withdrawal.totalFeeUsd} />,
  },
  {
    key: 'Order id',
    label: t('Order id'),
    isExtra: true,
    render: (withdrawal) => <Ellipsis text={withdrawal.orderId ?? '–'} width={150} />,
  },
  {
    key: 'Status since',
    label: t('Status since'),
    sort: 'statusChangedAt',
    isExtra: true,
    render: (withdrawal) => <TimeText at={withdrawal.statusChangedAt} />,
  },
  {
    key: 'Changed',
    label: t('Changed'),
    sort: 'updatedAt',
    isExtra: true,
    render: (withdrawal) => <TimeText at={withdrawal.updatedAt} />,
  },
];

const age: Column<Withdrawal> = {
  key: 'Age',
  label: t('Age'),
  render: (withdrawal) => <TimeText at={withdrawal.createdAt} ago />,
};
const named = (labels: readonly string[]) => withdrawalColumns.filter(({ label }) => labels.includes(label));

/** For a user's own page, where there is less space. */
export const withdrawalColumnsOfUser = [
  ...named([t('Withdrawal'), t('Amount'), t('Currency'), t('Status')]),
  age,
];

/** For the dashboard, where all of them wait. */
export const withdrawalColumnsToReview = [...named([t('Withdrawal'), t('User'), t('Amount')]), age];

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
