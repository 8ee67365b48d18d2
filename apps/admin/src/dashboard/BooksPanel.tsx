import { Alert, Box } from '@mui/material';
import { Decimal, type Figure, FIGURES } from '@paydesk/types/rules';
import { figurePath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { Usd } from '../fields/Usd.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Summary } from '../providers/records.ts';
import { plural, t } from '../texts/t.ts';
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
  const received = new Decimal(conservation.receivedUsd);
  const parts: [name: string, amount: string, figure: Figure][] = [
    [
      t('Received for payments'),
      received.minus(conservation.receivedUnmatchedUsd).toFixed(2),
      FIGURES.receivedForPayments,
    ],
    [t('Received without a payment'), conservation.receivedUnmatchedUsd, FIGURES.receivedUnmatched],
    [t('Credited'), conservation.creditedUsd, FIGURES.credited],
    [t('In suspense'), conservation.suspenseUsd, FIGURES.suspenseOpen],
    [t('Returned'), conservation.returnedUsd, FIGURES.returned],
    [t('Written off'), conservation.feeUsd, FIGURES.writtenOff],
    [t('In flight'), conservation.inFlightUsd, FIGURES.inFlight],
  ];
  return (
    <Panel title={t('Books')}>
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
          <strong>{t('Unexplained')}</strong>
          <Box component="span" sx={{ fontSize: '1.35rem' }}>
            <Usd amount={conservation.unexplainedUsd} strong />
          </Box>
        </Box>
        {right
          ? t('Every received cent is accounted for.')
          : t('Received money is missing from the books, or counted twice. Investigate now.')}
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
        <dt>{t('Received')}</dt>
        <dd>
          <Usd amount={conservation.receivedUsd} strong />
        </dd>
        {parts.map(([name, amount, figure], index) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Box component="dt" sx={index < 2 ? { pl: 1.5 } : {}}>
              <TextLink quiet to={figurePath(figure)}>
                {name}
              </TextLink>
            </Box>
            <dd>
              <Usd amount={amount} />
            </dd>
          </Box>
        ))}
        <Box component="dt" sx={{ pt: 1, mt: 0.75, borderTop: 1, borderColor: 'divider' }}>
          <TextLink quiet to={figurePath(FIGURES.liabilities)}>
            {plural(users, { one: 'Owed to {count} user', other: 'Owed to {count} users' })}
          </TextLink>
        </Box>
        <Box component="dd" sx={{ pt: 1, mt: 0.75, borderTop: 1, borderColor: 'divider' }}>
          <Usd amount={liabilitiesUsd} strong />
        </Box>
        <dt>
          <TextLink quiet to={figurePath(FIGURES.held)}>
            {t('Held for withdrawals')}
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
