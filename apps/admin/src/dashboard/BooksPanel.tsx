import { Alert, Box } from '@mui/material';
import { listPath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { Usd } from '../fields/Usd.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Summary } from '../providers/records.ts';
import { ComparisonLine } from './ComparisonLine.tsx';

/**
 * Conservation of money: every received cent is accounted for, and so is what the desk owes. All sums come
 * from the server.
 */
export function BooksPanel({
  summary: { conservation, liabilitiesUsd, heldUsd, users },
}: {
  summary: Summary;
}) {
  const may = useMay();
  const right = conservation.unexplainedUsd === '0.00';
  const parts: [string, string][] = [
    ['Received', conservation.receivedUsd],
    ['Credited', conservation.creditedUsd],
    ['In suspense', conservation.suspenseUsd],
    ['Returned', conservation.returnedUsd],
    ['Fees', conservation.feeUsd],
    ['In flight', conservation.inFlightUsd],
  ];
  return (
    <Panel title="Books">
      <Alert
        severity={right ? 'success' : 'error'}
        icon={false}
        data-testid="unexplained"
        sx={{ mb: 1.5, '& .MuiAlert-message': { width: '100%' } }}
      >
        <Box
          sx={{
            display: 'flex',
            justifyContent: 'space-between',
            alignItems: 'baseline',
            gap: 1,
            flexWrap: 'wrap',
          }}
        >
          <strong>Unexplained</strong>
          <Box component="span" sx={{ fontSize: '1.35rem' }}>
            <Usd amount={conservation.unexplainedUsd} strong />
          </Box>
        </Box>
        {right
          ? 'Every received cent is accounted for.'
          : 'Received money is missing from the books, or counted twice. Investigate now.'}
      </Alert>
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: '1fr auto',
          rowGap: 0.4,
          '& dd': { textAlign: 'right', ml: 0 },
          '& dt': { color: 'text.secondary' },
        }}
      >
        {parts.map(([name, amount]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>
              <Usd amount={amount} strong={name === 'Received'} />
            </dd>
          </Box>
        ))}
        <Box component="dt" sx={{ pt: 1, mt: 0.75, borderTop: 1, borderColor: 'divider' }}>
          <TextLink quiet to={listPath('balances')}>{`Owed to ${users} users`}</TextLink>
        </Box>
        <Box component="dd" sx={{ pt: 1, mt: 0.75, borderTop: 1, borderColor: 'divider' }}>
          <Usd amount={liabilitiesUsd} strong />
        </Box>
        <dt>
          <TextLink quiet to={listPath('balances', { hasHolds: true })}>
            Held for withdrawals
          </TextLink>
        </dt>
        <dd>
          <Usd amount={heldUsd} />
        </dd>
      </Box>
      {may('reconciliations.read') && <ComparisonLine />}
    </Panel>
  );
}
