import { RowLink } from '../fields/links.tsx';
import { EmptyState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter, YesNoFilter } from '../filters/SelectFilter.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { ACTIVITIES, BALANCE_RANGES } from '../providers/filterRanges.ts';
import type { Balance } from '../providers/records.ts';
import { UserLink } from '../records/people.tsx';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

const more: readonly FilterField[] = [
  { kind: 'amount', label: t('Balance'), name: 'balanceUsd' },
  { kind: 'dates', label: t('Active') },
  { kind: 'user' },
];

const filters = (
  <FilterBar search={<SearchFilter hint={t('User, e-mail, external id…')} />} more={more}>
    <SelectFilter name="balanceRange" label={t('Balance')} choices={BALANCE_RANGES} />
    <SelectFilter name="activity" label={t('Last activity')} choices={ACTIVITIES} />
    <YesNoFilter name="hasHolds" label={t('Holds')} yes={t('With holds')} no={t('Without holds')} />
  </FilterBar>
);

const Open = ({ balance }: { balance: Balance }) => (
  <RowLink resource="balances" id={balance.id}>
    <Usd amount={balance.balanceUsd} strong />
  </RowLink>
);

const columns: readonly Column<Balance>[] = [
  { key: 'User', label: t('User'), render: (balance) => <UserLink id={balance.userId} /> },
  {
    key: 'Balance',
    label: t('Balance'),
    sort: 'balanceUsd',
    number: true,
    render: (balance) => <Open balance={balance} />,
  },
  {
    key: 'Held',
    label: t('Held'),
    sort: 'heldUsd',
    number: true,
    render: (balance) => <Usd amount={balance.heldUsd} />,
  },
  {
    key: 'Available',
    label: t('Available'),
    number: true,
    render: (balance) => <Usd amount={balance.availableUsd} />,
  },
  {
    key: 'Deposited',
    label: t('Deposited'),
    sort: 'totalDeposited',
    number: true,
    from: 'lg',
    render: (balance) => <Usd amount={balance.totalDeposited} />,
  },
  {
    key: 'Withdrawn',
    label: t('Withdrawn'),
    sort: 'totalWithdrawn',
    number: true,
    from: 'lg',
    render: (balance) => <Usd amount={balance.totalWithdrawn} />,
  },
  {
    key: 'Last activity',
    label: t('Last activity'),
    sort: 'lastTransactionAt',
    from: 'md',
    render: (balance) => <TimeText at={balance.lastTransactionAt} none={t('never')} />,
  },
];

/** What the desk owes to each customer. */
export const BalanceList = () => (
  <ListPage<Balance>
    resource="balances"
    title={t('Balances')}
    hint={t('What the desk owes to each customer: the sum of their ledger rows.')}
    filters={filters}
    sort={{ field: 'balanceUsd', order: 'DESC' }}
    columns={columns}
    card={(balance) => (
      <CardRow
        title={<UserLink id={balance.userId} />}
        amount={<Open balance={balance} />}
        details={
          <Rich
            text={t('Available <amount></amount>')}
            tags={{ amount: () => <Usd amount={balance.availableUsd} /> }}
          />
        }
        badge={
          balance.heldUsd === '0.00' ? null : (
            <Rich
              text={t('Held <amount></amount>')}
              tags={{ amount: () => <Usd amount={balance.heldUsd} /> }}
            />
          )
        }
      />
    )}
    empty={<EmptyState title={t('No balances yet.')}>{t('Each new user gets one.')}</EmptyState>}
  />
);
