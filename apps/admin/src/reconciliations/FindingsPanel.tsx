import { Box } from '@mui/material';
import { ListBase } from 'react-admin';
import { Panel } from '../fields/Panel.tsx';
import { EmptyState } from '../fields/states.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { EXPLAINED_CHOICES } from '../filters/choices.ts';
import { ListBody } from '../lists/ListBody.tsx';
import { ListPagination } from '../lists/ListPagination.tsx';
import type { Finding, Reconciliation } from '../providers/records.ts';
import { FindingCard, findingColumns } from './findingColumns.tsx';

const UNEXPLAINED = { explained: 'no' };
const LIVE_MS = 4000;

/** What the comparison found; the unexplained alone at first, where there are any. */
export function FindingsPanel({ run }: { run: Reconciliation }) {
  const alarming = run.unexplained > 0;
  return (
    <Box sx={{ mt: 2 }}>
      {/* Mounted anew when the first unexplained difference comes in, so that it is the first thing shown, and when the run ends, for the last ones. */}
      <ListBase<Finding>
        key={`${run.status} ${alarming}`}
        resource="findings"
        filter={{ reconciliationId: run.id }}
        sort={{ field: 'createdAt', order: 'ASC' }}
        perPage={25}
        exporter={false}
        disableSyncWithLocation
        storeKey={false}
        {...(alarming && { filterDefaultValues: UNEXPLAINED })}
        queryOptions={{
          onError: () => undefined,
          refetchOnMount: 'always',
          refetchInterval: run.status === 'running' ? LIVE_MS : false,
        }}
      >
        <Panel
          title="Differences"
          flush
          action={<ChipFilter name="explained" label="Which differences" choices={EXPLAINED_CHOICES} />}
        >
          <ListBody<Finding>
            title="Differences"
            columns={findingColumns}
            card={(finding) => <FindingCard finding={finding} />}
            empty={
              <EmptyState title="No differences.">
                {run.status === 'running'
                  ? 'None so far: the comparison is under way.'
                  : 'Every payment that the provider lists stands in the books as it should.'}
              </EmptyState>
            }
            nameOf={(finding) => finding.providerPaymentId}
          />
        </Panel>
        <ListPagination />
      </ListBase>
    </Box>
  );
}
