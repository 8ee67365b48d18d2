import OkIcon from '@mui/icons-material/CheckCircleOutlined';
import RefusedIcon from '@mui/icons-material/HighlightOff';
import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId } from 'react';
import { RowLink } from '../../fields/links.tsx';
import { Usd } from '../../fields/Usd.tsx';
import { refusalMessage } from '../../providers/describeError.ts';
import type { Withdrawal, WithdrawalMany } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { StatusLine } from '../../fields/StatusLine.tsx';
import { RowsBox, rowsSx } from './RowsBox.tsx';
import { useServerSentence } from '../../texts/serverSentence.ts';
import { plural, t } from '../../texts/t.ts';

/** What is decided about all selected withdrawals. */
export type BulkDecision = 'approve' | 'reject';

type Result = WithdrawalMany['results'][number];

interface BulkResultsProps {
  answer: WithdrawalMany;
  rows: readonly Withdrawal[];
  decision: BulkDecision;
  close: () => void;
}

interface DecisionTexts {
  all: (count: number) => string;
  some: (counts: { done: number; total: number }) => string;
}

const DECISIONS: Record<BulkDecision, DecisionTexts> = {
  approve: {
    all: (count) => plural(count, { one: 'All {count} approved', other: 'All {count} approved' }),
    some: (counts) => t('{done} of {total} approved', counts),
  },
  reject: {
    all: (count) => plural(count, { one: 'All {count} rejected', other: 'All {count} rejected' }),
    some: (counts) => t('{done} of {total} rejected', counts),
  },
};

/** The result of each row: refused ones first, with the reason. Closed only by its button. */
export function BulkResults({ answer: { results }, rows, decision, close }: BulkResultsProps) {
  useServerSentence();
  const id = useId();
  const done = results.filter(({ ok }) => ok).length;
  return (
    <Dialog open maxWidth="md" fullWidth aria-labelledby={id}>
      <DialogTitle id={id} sx={{ pb: 1 }}>
        {done === results.length
          ? DECISIONS[decision].all(done)
          : DECISIONS[decision].some({ done, total: results.length })}
      </DialogTitle>
      <DialogContent>
        <RowsBox label={t('Results')}>
          {results
            .toSorted((a, b) => Number(a.ok) - Number(b.ok))
            .map((result) => (
              <Row key={result.id} result={result} row={rows.find((one) => one.id === result.id)} />
            ))}
        </RowsBox>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" autoFocus onClick={close}>
          {t('Close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const Row = ({ result, row }: { result: Result; row: Withdrawal | undefined }) => (
  <Box
    component="li"
    sx={{
      ...rowsSx,
      gridTemplateColumns: { xs: 'minmax(0, 1fr) auto', sm: 'minmax(0, 260px) 100px minmax(0, 1fr)' },
    }}
  >
    <Box sx={{ minWidth: 0 }}>
      <RowLink resource="withdrawals" id={result.id} mono>
        {row?.internalWithdrawalId ?? result.id}
      </RowLink>
      {row && (
        <div>
          <UserLink id={row.userId} />
        </div>
      )}
    </Box>
    <Box sx={{ textAlign: 'right' }}>{row && <Usd amount={row.amountUsd} />}</Box>
    <Box sx={{ gridColumn: { xs: '1 / -1', sm: 'auto' } }}>
      {result.ok ? (
        <StatusLine tone="good" icon={<OkIcon />}>
          {successText(result.status)}
        </StatusLine>
      ) : (
        <StatusLine tone="bad" icon={<RefusedIcon />}>
          <strong>{t('Refused:')}</strong> {refusalMessage(result.reason, result.message ?? t('not allowed'))}
        </StatusLine>
      )}
    </Box>
  </Box>
);

const successText = (status: Result['status']): string => {
  if (status === 'rejected') return t('Rejected; the money was returned to the user.');
  return status === 'approved'
    ? t('Approved; it can be sent now.')
    : t('Your approval is recorded; another person has to approve too.');
};
