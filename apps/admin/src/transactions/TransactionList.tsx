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
import { t } from '../texts/t.ts';

const more: readonly FilterField[] = [
  { kind: 'dates', label: t('Time') },
  { kind: 'amount', label: t('Amount'), name: 'amountUsd' },
  { kind: 'user' },
];

const filters = (
  <FilterBar
    search={<SearchFilter hint={t('User, order, description…')} />}
    chips={<ChipFilter name="direction" label={t('Direction')} choices={DIRECTION_CHOICES} />}
    more={more}
  >
    <SelectFilter name="transactionType" label={t('Type')} choices={TRANSACTION_TYPE_CHOICES} />
    <SelectFilter name="amountRange" label={t('Amount')} choices={SIGNED_RANGES} />
    <SelectFilter name="recency" label={t('Time')} choices={RECENCIES} />
  </FilterBar>
);

/** The ledger. */
export const TransactionList = () => (
  <ListPage<LedgerRow>
    resource="transactions"
    title={t('Transactions')}
    hint={t('The ledger. Rows are never changed or deleted; mistakes are corrected by new rows.')}
    filters={filters}
    sort={{ field: 'createdAt', order: 'DESC' }}
    columns={transactionColumns}
    card={(row) => <TransactionCard row={row} />}
    nameOf={(row) => t('Row {seq}', { seq: String(row.seq) })}
    empty={
      <EmptyState title={t('The ledger is empty.')}>
        {t('The first completed deposit creates the first row.')}
      </EmptyState>
    }
  />
);
