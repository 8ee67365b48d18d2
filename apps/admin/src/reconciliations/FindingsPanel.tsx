import { Box } from '@mui/material';
import { ListBase } from 'react-admin';
import { Panel } from '../fields/Panel.tsx';
import { EmptyState } from '../fields/states.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { EXPLAINED_CHOICES } from '../filters/choices.ts';
import { ListBody } from '../lists/ListBody.tsx';
import { ListPagination } from '../lists/ListPagination.tsx';
import type { Finding, Reconciliation } from '../providers/records.ts';
import { FindingCard, findingColumns, pathOfFinding } from './findingColumns.tsx';
import { t } from '../texts/t.ts';

const UNEXPLAINED = { explained: 'no' };

/** The differences found; if any are unexplained, only those at first. */
export function FindingsPanel({ run }: { run: Pick<Reconciliation, 'id' | 'status' | 'unexplained'> }) {
  const hasUnexplained = run.unexplained > 0;
  return (
    <Box sx={{ mt: 2 }}>
      {/* Remounted when the first unexplained difference arrives, to show only those, and when the run ends, to load the last ones. */}
      <ListBase<Finding>
        key={`${run.status} ${hasUnexplained}`}
        resource="findings"
        filter={{ reconciliationId: run.id }}
        sort={{ field: 'createdAt', order: 'ASC' }}
        perPage={25}
        exporter={false}
        disableSyncWithLocation
        storeKey={false}
        {...(hasUnexplained && { filterDefaultValues: UNEXPLAINED })}
        queryOptions={{
          onError: () => undefined,
          refetchOnMount: 'always',
        }}
      >
        <Panel
          title={t('Differences')}
          flush
          action={<ChipFilter name="explained" label={t('Filter differences')} choices={EXPLAINED_CHOICES} />}
        >
          <ListBody<Finding>
            title={t('Differences')}
            columns={findingColumns}
            card={(finding) => <FindingCard finding={finding} />}
            empty={
              <EmptyState title={t('No differences.')}>
                {run.status === 'running'
                  ? t('None so far; the comparison is still running.')
                  : t('Every payment in the provider’s list matches the books.')}
              </EmptyState>
            }
            nameOf={(finding) => finding.providerPaymentId}
            pathOf={pathOfFinding}
          />
        </Panel>
        <ListPagination />
      </ListBase>
    </Box>
  );
}
