import { Box, Button, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { Badge } from '../fields/Badge.tsx';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { PolicyBacktest } from '../providers/records.ts';
import { UserLink } from '../records/people.tsx';
import { effectLabel, ruleLabel } from './ruleLabels.ts';
import { locale } from '../texts/currentLanguage.ts';
import { Rich } from '../texts/Rich.tsx';
import { useServerSentence } from '../texts/serverSentence.ts';
import { plural, t } from '../texts/t.ts';

/** Left out: `allowSamePerson` applies to every request alike, and the draft shows it. */
const isShown = ({ rule, effect }: { rule: string; effect: string }): boolean =>
  effect !== 'pass' && rule !== 'allowSamePerson';

const figure = new Intl.NumberFormat(locale);
const SHOWN = 5;

/** The results of a back-test: totals, rule by rule, and the largest affected withdrawals. */
export function BacktestResult({ result }: { result: PolicyBacktest }) {
  const {
    days,
    withdrawals,
    passed,
    delayed,
    stopped,
    passedUsd,
    delayedUsd,
    stoppedUsd,
    extraApprovals,
    tookMs,
  } = result;
  if (withdrawals === 0)
    return (
      <Box sx={{ color: 'text.secondary' }}>
        {plural(days, {
          one: 'No withdrawals were requested in the last {count} day, so there is nothing to test the draft on.',
          other:
            'No withdrawals were requested in the last {count} days, so there is nothing to test the draft on.',
        })}
      </Box>
    );
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(3, minmax(0, 1fr))' },
        }}
      >
        <Figure name={t('Would have passed')} count={passed} amountUsd={passedUsd} color="success.main" />
        <Figure
          name={t('Would have been delayed')}
          count={delayed}
          amountUsd={delayedUsd}
          color="info.main"
        />
        <Figure
          name={t('Would have been stopped')}
          count={stopped}
          amountUsd={stoppedUsd}
          color="error.main"
        />
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: { xs: 2, lg: 3 },
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 3fr)' },
        }}
      >
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <div>{approvalsText(extraApprovals)}</div>
          <ByRule rows={result.byRule} />
        </Box>
        <Examples examples={result.examples} />
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>
        <Rich
          text={plural(
            withdrawals,
            {
              one: '{count} withdrawal since <time></time>, evaluated in {duration}.',
              other: '{count} withdrawals since <time></time>, evaluated in {duration}.',
            },
            { duration: tookText(tookMs) },
          )}
          tags={{ time: () => <TimeText at={result.since} /> }}
        />{' '}
        {t(
          'Each is evaluated as if it had been requested under this draft. Requests that were refused at the time are not included.',
        )}
      </Box>
    </Box>
  );
}

const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const tookText = (ms: number): string =>
  ms < 1000 ? t('{ms} ms', { ms }) : t('{seconds} s', { seconds: tenths.format(ms / 1000) });

function approvalsText(extra: number): string {
  if (extra === 0) return t('No more approvals than under the current policy.');
  return plural(extra, {
    one: '{count} more approval than under the current policy.',
    other: '{count} more approvals than under the current policy.',
  });
}

const Figure = ({
  name,
  count,
  amountUsd,
  color,
}: {
  name: string;
  count: number;
  amountUsd: string;
  color: string;
}) => (
  <Box
    role="group"
    aria-label={name}
    sx={{ border: 1, borderColor: 'divider', borderRadius: 1, px: 1.5, py: 1 }}
  >
    <Box sx={{ fontSize: '0.8rem', color: 'text.secondary' }}>{name}</Box>
    <Box
      sx={{
        fontSize: '1.35rem',
        fontWeight: 650,
        lineHeight: 1.3,
        fontVariantNumeric: 'tabular-nums',
        color: count > 0 ? color : 'text.primary',
      }}
    >
      {figure.format(count)}
    </Box>
    <Box sx={{ color: 'text.secondary' }}>
      <Usd amount={amountUsd} />
    </Box>
  </Box>
);

function ByRule({ rows }: { rows: PolicyBacktest['byRule'] }) {
  const acting = rows.filter(isShown);
  if (acting.length === 0)
    return <Box>{t('No rule would have applied: every request would have passed.')}</Box>;
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label={t('Rule by rule')}
        sx={{
          '& th, & td': { px: 1 },
          '& th:first-of-type, & td:first-of-type': { pl: 0 },
          '& th:last-of-type, & td:last-of-type': { pr: 0 },
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('Rule')}</TableCell>
            <TableCell>{t('Effect')}</TableCell>
            <TableCell align="right">{t('Requests')}</TableCell>
            <TableCell align="right">{t('USD')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {acting.map(({ rule, effect, count, amountUsd }) => {
            const { label, color } = effectLabel(effect);
            return (
              <TableRow key={`${rule} ${effect}`}>
                <TableCell component="th" scope="row">
                  {ruleLabel(rule)}
                </TableCell>
                <TableCell>
                  <Badge color={color}>{label}</Badge>
                </TableCell>
                <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
                  {figure.format(count)}
                </TableCell>
                <TableCell align="right">
                  <Usd amount={amountUsd} />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Box>
  );
}

function Examples({ examples }: { examples: PolicyBacktest['examples'] }) {
  const [all, setAll] = useState(false);
  const written = useServerSentence();
  if (examples.length === 0) return null;
  return (
    <div>
      <Box sx={{ fontWeight: 650, mb: 0.5 }}>{t('Largest affected withdrawals')}</Box>
      <Box
        component="ul"
        aria-label={t('Examples')}
        sx={{ listStyle: 'none', m: 0, p: 0, '& > li': { borderTop: 1, borderColor: 'divider', py: 1 } }}
      >
        {(all ? examples : examples.slice(0, SHOWN)).map(
          ({ withdrawalId, internalWithdrawalId, userId, amountUsd, createdAt, decision }) => {
            const { label, color } = effectLabel(decision.outcome);
            return (
              <li key={withdrawalId}>
                <Box
                  sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, rowGap: 0.25 }}
                >
                  <Badge color={color}>{label}</Badge>
                  <RowLink resource="withdrawals" id={withdrawalId}>
                    {internalWithdrawalId}
                  </RowLink>
                  <UserLink id={userId} />
                  <Usd amount={amountUsd} strong />
                  <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>
                    <TimeText at={createdAt} />
                  </Box>
                </Box>
                <Box
                  component="ul"
                  sx={{ m: 0, mt: 0.25, pl: 2.25, color: 'text.secondary', fontSize: '0.88rem' }}
                >
                  {decision.reasons.filter(isShown).map(({ rule, message }) => (
                    <li key={`${rule} ${message}`}>{written(message)}</li>
                  ))}
                </Box>
              </li>
            );
          },
        )}
      </Box>
      {examples.length > SHOWN && (
        <Button onClick={() => setAll(!all)}>
          {all
            ? t('Show the first {count}', { count: SHOWN })
            : t('Show all {count}', { count: examples.length })}
        </Button>
      )}
    </div>
  );
}
