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

const more: readonly FilterField[] = [
  { kind: 'amount', label: 'Balance', name: 'balanceUsd' },
  { kind: 'dates', label: 'Active' },
  { kind: 'user' },
];

const filters = (
  <FilterBar search={<SearchFilter hint="User, e-mail, external id…" />} more={more}>
    <SelectFilter name="balanceRange" label="Balance" choices={BALANCE_RANGES} />
    <SelectFilter name="activity" label="Last activity" choices={ACTIVITIES} />
    <YesNoFilter name="hasHolds" label="Holds" yes="With holds" no="Without holds" />
  </FilterBar>
);

const Open = ({ balance }: { balance: Balance }) => (
  <RowLink resource="balances" id={balance.id}>
    <Usd amount={balance.balanceUsd} strong />
  </RowLink>
);

const columns: readonly Column<Balance>[] = [
  { label: 'User', render: (balance) => <UserLink id={balance.userId} /> },
  { label: 'Balance', sort: 'balanceUsd', number: true, render: (balance) => <Open balance={balance} /> },
  { label: 'Held', sort: 'heldUsd', number: true, render: (balance) => <Usd amount={balance.heldUsd} /> },
  { label: 'Available', number: true, render: (balance) => <Usd amount={balance.availableUsd} /> },
  {
    label: 'Deposited',
    sort: 'totalDeposited',
    number: true,
    from: 'lg',
    render: (balance) => <Usd amount={balance.totalDeposited} />,
  },
  {
    label: 'Withdrawn',
    sort: 'totalWithdrawn',
    number: true,
    from: 'lg',
    render: (balance) => <Usd amount={balance.totalWithdrawn} />,
  },
  {
    label: 'Last activity',
    sort: 'lastTransactionAt',
    from: 'md',
    render: (balance) => <TimeText at={balance.lastTransactionAt} none="never" />,
  },
];

/** What the desk owes to each customer. */
export const BalanceList = () => (
  <ListPage<Balance>
    resource="balances"
    title="Balances"
    hint="What the desk owes to each customer: the sum of their ledger rows."
    filters={filters}
    sort={{ field: 'balanceUsd', order: 'DESC' }}
    columns={columns}
    card={(balance) => (
      <CardRow
        title={<UserLink id={balance.userId} />}
        amount={<Open balance={balance} />}
        details={
          <>
            Available <Usd amount={balance.availableUsd} />
          </>
        }
        badge={
          balance.heldUsd === '0.00' ? null : (
            <>
              Held <Usd amount={balance.heldUsd} />
            </>
          )
        }
      />
    )}
    empty={<EmptyState title="No balances yet.">Each new user gets one.</EmptyState>}
  />
);
