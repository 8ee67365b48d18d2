import { MAX_BULK_WITHDRAWALS } from '@paydesk/types/rules';
import { lazy, Suspense, useState } from 'react';
import { FormLink } from '../commands/FormLink.tsx';
import { usdText } from '../fields/formats.ts';
import { EmptyState } from '../fields/states.tsx';
import { CLAIM_CHOICES, WITHDRAWAL_STATUS_CHOICES } from '../filters/choices.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter, YesNoFilter } from '../filters/SelectFilter.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { AMOUNT_RANGES, RECENCIES } from '../providers/filterRanges.ts';
import { useMay } from '../providers/permissions.ts';
import type { Withdrawal } from '../providers/records.ts';
import { PayoutStopBanner } from '../records/PayoutStopBanner.tsx';
import { StopPayoutsButton } from '../records/StopPayoutsButton.tsx';
import { WithdrawalCard, withdrawalColumns } from '../records/withdrawalColumns.tsx';
import { BulkButton } from './bulk/BulkButton.tsx';
import { QueueChips } from './QueueChips.tsx';
import { WithdrawalFacts } from './WithdrawalFacts.tsx';
import { t } from '../texts/t.ts';

const more: readonly FilterField[] = [
  { kind: 'dates', label: t('Requested') },
  { kind: 'amount', label: t('Amount'), name: 'amountUsd' },
  { kind: 'user' },
  { kind: 'currency' },
  { kind: 'network' },
  {
    kind: 'flag',
    name: 'isIntact',
    label: t('Stored data'),
    yes: t('As requested'),
    no: t('Changed directly'),
  },
];

const filters = (
  <FilterBar
    search={<SearchFilter hint={t('Id, user, order, address…')} />}
    chips={<QueueChips />}
    more={more}
  >
    <SelectFilter name="status" label={t('Status')} choices={WITHDRAWAL_STATUS_CHOICES} />
    <SelectFilter name="amountRange" label={t('Amount')} choices={AMOUNT_RANGES} />
    <SelectFilter name="recency" label={t('Requested')} choices={RECENCIES} />
    <YesNoFilter name="forMe" label={t('Waits for')} yes={t('Me')} no={t('Anyone')} />
    <SelectFilter name="claim" label={t('Taken')} choices={CLAIM_CHOICES} />
  </FilterBar>
);

// Loaded separately: most people never decide in bulk.
const BulkApproveDialog = lazy(async () => ({
  default: (await import('./bulk/bulkDecisions.tsx')).BulkApproveDialog,
}));
const BulkRejectDialog = lazy(async () => ({
  default: (await import('./bulk/bulkDecisions.tsx')).BulkRejectDialog,
}));

/** Withdrawals: requested, approved, sent and completed. */
export function WithdrawalList() {
  const may = useMay();
  // Kept here and not beside the rows: the results stay open although their rows have left the list.
  const [deciding, setDeciding] = useState<{ Dialog: typeof BulkApproveDialog; ids: string[] } | null>(null);
  const decide = (Dialog: typeof BulkApproveDialog) => (ids: string[]) => setDeciding({ Dialog, ids });
  return (
    <ListPage<Withdrawal>
      resource="withdrawals"
      title={t('Withdrawals')}
      hint={t('Customer payouts. Staff approve each one and pay it out.')}
      actions={
        <>
          <StopPayoutsButton />
          <FormLink action="withdrawals.create" to="/withdrawals/create" label={t('Create withdrawal')} />
        </>
      }
      filters={
        <>
          <PayoutStopBanner />
          {filters}
          {deciding && (
            <Suspense>
              <deciding.Dialog ids={deciding.ids} close={() => setDeciding(null)} />
            </Suspense>
          )}
        </>
      }
      sort={{ field: 'createdAt', order: 'DESC' }}
      columns={withdrawalColumns}
      card={(withdrawal) => (
        <WithdrawalCard withdrawal={withdrawal} selectable={may('withdrawals.approve')} />
      )}
      bulkLimit={MAX_BULK_WITHDRAWALS}
      preview={(withdrawal) => <WithdrawalFacts withdrawal={withdrawal} />}
      bulkActions={
        may('withdrawals.approve') && (
          <>
            <BulkButton
              action="withdrawals.approveMany"
              label={t('Approve…')}
              begin={decide(BulkApproveDialog)}
            />
            <BulkButton
              action="withdrawals.rejectMany"
              label={t('Reject…')}
              color="error"
              begin={decide(BulkRejectDialog)}
            />
          </>
        )
      }
      nameOf={(withdrawal) => `${withdrawal.internalWithdrawalId}, ${usdText(withdrawal.amountUsd)}`}
      empty={
        <EmptyState title={t('No withdrawals yet.')}>
          {t('Customers’ requests appear here for review.')}
        </EmptyState>
      }
    />
  );
}
