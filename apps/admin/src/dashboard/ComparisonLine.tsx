import { Alert, Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useGetList } from 'react-admin';
import { TextLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Reconciliation } from '../providers/records.ts';

/** The result of the latest comparison with the provider's list; an alert if it left anything unexplained. */
export function ComparisonLine() {
  const { data } = useGetList<Reconciliation>('reconciliations', {
    pagination: { page: 1, perPage: 5 },
    sort: { field: 'startedAt', order: 'DESC' },
    filter: {},
  });
  if (!data) return null;
  const last = data.find(({ status }) => status === 'finished');
  const newest = data[0];
  if (!last)
    return (
      <Line>
        {newest ? (
          <TextLink to={`/reconciliations/${newest.id}/show`}>
            {newest.status === 'running'
              ? 'The first comparison with the provider is in progress'
              : 'The comparison with the provider failed'}
          </TextLink>
        ) : (
          <TextLink to="/reconciliations">Not compared with the provider yet</TextLink>
        )}
      </Line>
    );

  const path = `/reconciliations/${last.id}/show`;
  if (last.unexplained > 0) {
    return (
      <Alert severity="error" sx={{ mt: 1.5 }} data-testid="comparison">
        <TextLink
          quiet
          to={path}
        >{`${last.unexplained} unexplained ${last.unexplained === 1 ? 'difference' : 'differences'}`}</TextLink>{' '}
        with the provider’s list, compared <TimeText at={last.finishedAt} ago />.
      </Alert>
    );
  }
  return (
    <Line>
      <TextLink to={path}>Matches the provider’s list</TextLink>, compared{' '}
      <TimeText at={last.finishedAt} ago />
      {newest?.status === 'failed' && '; the latest comparison failed'}.
    </Line>
  );
}

const Line = ({ children }: { children: ReactNode }) => (
  <Box
    sx={{ mt: 1.5, pt: 1, borderTop: 1, borderColor: 'divider', fontSize: '0.9rem' }}
    data-testid="comparison"
  >
    {children}
  </Box>
);
