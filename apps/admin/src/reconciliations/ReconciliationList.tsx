import { EmptyState } from '../fields/states.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { RECONCILIATION_STATUS_CHOICES } from '../filters/choices.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { ListPage } from '../lists/ListPage.tsx';
import type { Reconciliation } from '../providers/records.ts';
import { CompareButton } from './CompareButton.tsx';
import { ReconciliationCard, reconciliationColumns } from './reconciliationColumns.tsx';
import { t } from '../texts/t.ts';

const more: readonly FilterField[] = [{ kind: 'dates', label: t('Started') }];

/** Every comparison of the provider's list with the books. */
export const ReconciliationList = () => (
  <ListPage<Reconciliation>
    resource="reconciliations"
    title={t('Reconciliation')}
    hint={t('Compares the provider’s list of payments with the books, every night and on demand.')}
    actions={<CompareButton />}
    filters={
      <FilterBar
        chips={<ChipFilter name="status" label={t('State')} choices={RECONCILIATION_STATUS_CHOICES} />}
        more={more}
      />
    }
    sort={{ field: 'startedAt', order: 'DESC' }}
    columns={reconciliationColumns}
    card={(run) => <ReconciliationCard run={run} />}
    empty={
      <EmptyState title={t('No comparisons yet.')}>
        {t('The desk runs one every night. “Compare now” starts one immediately.')}
      </EmptyState>
    }
  />
);
