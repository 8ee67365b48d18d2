import { EmptyState } from '../fields/states.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { DIRECTION_CHOICES, TRANSACTION_TYPE_CHOICES } from '../filters/choices.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter } from '../filters/SelectFilter.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { RECENCIES, SIGNED_RANGES } from '../providers/filterRanges.ts';
import type { LedgerRow } from '../providers/records.ts';
import { TransactionCard, transactionColumns } from '../records/transactionColumns.tsx';

const more: readonly FilterField[] = [
  { kind: 'dates', label: 'Time' },
  { kind: 'amount', label: 'Amount', name: 'amountUsd' },
  { kind: 'user' },
];

const filters = (
  <FilterBar
    search={<SearchFilter hint="User, order id, description, amount…" />}
    chips={<ChipFilter name="direction" label="Direction" choices={DIRECTION_CHOICES} />}
    more={more}
  >
    <SelectFilter name="transactionType" label="Type" choices={TRANSACTION_TYPE_CHOICES} />
    <SelectFilter name="amountRange" label="Amount" choices={SIGNED_RANGES} />
    <SelectFilter name="recency" label="Time" choices={RECENCIES} />
  </FilterBar>
);

/** The ledger. */
export const TransactionList = () => (
  <ListPage<LedgerRow>
    resource="transactions"
    title="Transactions"
    hint="The ledger. Rows are never changed or deleted; mistakes are corrected by new rows."
    filters={filters}
    sort={{ field: 'createdAt', order: 'DESC' }}
    columns={transactionColumns}
    card={(row) => <TransactionCard row={row} />}
    nameOf={(row) => `Row ${row.seq}`}
    empty={
      <EmptyState title="The ledger is empty.">The first completed deposit creates the first row.</EmptyState>
    }
  />
);
