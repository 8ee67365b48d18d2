import { FormLink } from '../commands/FormLink.tsx';
import { EmptyState } from '../fields/states.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { PAYMENT_GROUP_CHOICES, PAYMENT_STATUS_CHOICES } from '../filters/choices.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter, YesNoFilter } from '../filters/SelectFilter.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { AMOUNT_RANGES, RECENCIES } from '../providers/filterRanges.ts';
import type { Payment } from '../providers/records.ts';
import { PaymentFacts } from './PaymentFacts.tsx';
import { PaymentCard, paymentColumns } from '../records/paymentColumns.tsx';
import { t } from '../texts/t.ts';

const more: readonly FilterField[] = [
  { kind: 'dates', label: t('Created') },
  { kind: 'amount', label: t('Amount'), name: 'amountUsd' },
  { kind: 'user' },
  { kind: 'currency' },
  { kind: 'network' },
  { kind: 'flag', name: 'hasSuspense', label: t('Money in suspense') },
  { kind: 'flag', name: 'hasInFlight', label: t('Money in flight') },
  { kind: 'flag', name: 'hasReceived', label: t('Money has arrived') },
  { kind: 'flag', name: 'hasCredited', label: t('Money was credited') },
  { kind: 'flag', name: 'hasParent', label: t('Further deposit') },
];

const filters = (
  <FilterBar
    search={<SearchFilter hint={t('Id, user, order, address…')} />}
    chips={<ChipFilter name="statusGroup" label={t('Status group')} choices={PAYMENT_GROUP_CHOICES} />}
    more={more}
  >
    <SelectFilter name="status" label={t('Status')} choices={PAYMENT_STATUS_CHOICES} />
    <SelectFilter name="amountRange" label={t('Amount')} choices={AMOUNT_RANGES} />
    <SelectFilter name="recency" label={t('Created')} choices={RECENCIES} />
    <YesNoFilter name="needsAttention" label={t('Needs attention')} />
  </FilterBar>
);

/** Deposits: requested, on their way, and completed. */
export function PaymentList() {
  return (
    <ListPage<Payment>
      resource="payments"
      title={t('Payments')}
      hint={t('Crypto deposits, from the first request to the credit.')}
      actions={<FormLink action="payments.create" to="/payments/create" label={t('Create payment')} />}
      filters={filters}
      sort={{ field: 'createdAt', order: 'DESC' }}
      columns={paymentColumns}
      card={(payment) => <PaymentCard payment={payment} />}
      nameOf={(payment) => payment.internalPaymentId}
      preview={(payment) => <PaymentFacts payment={payment} besideColumns />}
      empty={
        <EmptyState title={t('No payments yet.')}>
          {t('Create one here, or let an app or a customer create it.')}
        </EmptyState>
      }
    />
  );
}
