import { SUSPENSE_REASONS } from '@paydesk/types/rules';
import { EmptyState } from '../fields/states.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { CLAIM_CHOICES, SUSPENSE_STATUS_CHOICES } from '../filters/choices.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter } from '../filters/SelectFilter.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { AMOUNT_RANGES, RECENCIES } from '../providers/filterRanges.ts';
import type { SuspenseItem } from '../providers/records.ts';
import { SuspenseCard, suspenseColumns } from '../records/suspenseColumns.tsx';
import { SUSPENSE_REASON_NAMES } from '../records/suspenseReasons.ts';

const reasonChoices = SUSPENSE_REASONS.map((id) => ({ id, name: SUSPENSE_REASON_NAMES[id] }));

const more: readonly FilterField[] = [
  { kind: 'dates', label: 'Received' },
  { kind: 'amount', label: 'Worth', name: 'amountUsd' },
  { kind: 'user' },
  { kind: 'currency' },
  { kind: 'network' },
  { kind: 'flag', name: 'hasPayment', label: 'Payment', yes: 'Known', no: 'Unknown' },
];

const filters = (
  <FilterBar
    search={<SearchFilter hint="Provider id, user, amount…" />}
    chips={<ChipFilter name="status" label="Status" choices={SUSPENSE_STATUS_CHOICES} />}
    more={more}
  >
    <SelectFilter name="reason" label="Reason" choices={reasonChoices} />
    <SelectFilter name="amountRange" label="Amount" choices={AMOUNT_RANGES} />
    <SelectFilter name="recency" label="Received" choices={RECENCIES} />
    <SelectFilter name="claim" label="Taken" choices={CLAIM_CHOICES} />
  </FilterBar>
);

/** Received money that waits for a decision. */
export const SuspenseList = () => (
  <ListPage<SuspenseItem>
    resource="suspense"
    title="Suspense"
    hint="Received money that could not be credited automatically. Oldest items first."
    filters={filters}
    sort={{ field: 'createdAt', order: 'ASC' }}
    defaultFilter={{ status: 'open' }}
    columns={suspenseColumns}
    card={(item) => <SuspenseCard item={item} />}
    nameOf={(item) => SUSPENSE_REASON_NAMES[item.reason]}
    empty={<EmptyState title="No items in suspense.">Every received amount is accounted for.</EmptyState>}
  />
);
