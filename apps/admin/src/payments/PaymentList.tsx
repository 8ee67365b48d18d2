import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';
import { Link } from 'react-router-dom';
import { EmptyState } from '../fields/states.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { PAYMENT_GROUP_CHOICES, PAYMENT_STATUS_CHOICES } from '../filters/choices.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter, YesNoFilter } from '../filters/SelectFilter.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { AMOUNT_RANGES, RECENCIES } from '../providers/filterRanges.ts';
import { useMay } from '../providers/permissions.ts';
import type { Payment } from '../providers/records.ts';
import { PaymentCard, paymentColumns } from '../records/paymentColumns.tsx';
import { paymentCsv } from './paymentCsv.ts';

const filters = (
  <FilterBar
    search={<SearchFilter hint="Id, address, hash, description…" />}
    chips={<ChipFilter name="statusGroup" label="Status group" choices={PAYMENT_GROUP_CHOICES} />}
  >
    <SelectFilter name="status" label="Status" choices={PAYMENT_STATUS_CHOICES} />
    <SelectFilter name="amountRange" label="Amount" choices={AMOUNT_RANGES} />
    <SelectFilter name="recency" label="Created" choices={RECENCIES} />
    <YesNoFilter name="needsAttention" label="Needs attention" />
  </FilterBar>
);

/** Deposits: those asked for, on their way, and arrived. */
export function PaymentList() {
  const may = useMay();
  const create = may('payments.create') && (
    <Button component={Link} to="/payments/create" variant="contained" startIcon={<AddIcon />}>
      Create payment
    </Button>
  );
  return (
    <ListPage<Payment>
      resource="payments"
      title="Payments"
      hint="Crypto deposits, from the first request to the credit."
      actions={create}
      filters={filters}
      sort={{ field: 'createdAt', order: 'DESC' }}
      columns={paymentColumns}
      card={(payment) => <PaymentCard payment={payment} />}
      csv={paymentCsv}
      empty={
        <EmptyState title="No payments yet.">
          The first one appears when an app, a customer or you create it.
        </EmptyState>
      }
    />
  );
}
