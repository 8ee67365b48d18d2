import { Box, Typography } from '@mui/material';
import { RowLink } from '../fields/links.tsx';
import type { MoneyAnswer, NextStep } from './answer.ts';

interface AnswersProps {
  answers: readonly MoneyAnswer[];
  balance: readonly string[];
  /** More is open than is shown. */
  hasMore: boolean;
  /** The row whose page it is: no link to it. */
  page: string;
}

/** Where each payment, suspense item and withdrawal stands, and what happens next; the first is the most urgent. */
export const Answers = ({ answers, balance, hasMore, page }: AnswersProps) => (
  <Box sx={{ display: 'grid', gap: 1.5 }}>
    {answers.map((answer, index) => (
      <Answer key={answer.id} answer={answer} isFirst={index === 0} page={page} />
    ))}
    {hasMore && <Box sx={{ color: 'text.secondary' }}>More is open: see the lists below.</Box>}
    {balance.length > 0 && <Box sx={{ color: 'text.secondary' }}>{balance.join(' ')}</Box>}
  </Box>
);

function Answer({ answer, isFirst, page }: { answer: MoneyAnswer; isFirst: boolean; page: string }) {
  return (
    <Box
      data-tone={answer.tone}
      sx={{ pl: 1.5, borderLeft: 3, borderColor: `${answer.tone}.main`, overflowWrap: 'anywhere' }}
    >
      <Typography component="p" sx={isFirst ? { fontSize: '1rem', fontWeight: 550, lineHeight: 1.45 } : {}}>
        {answer.sentences.join(' ')}
      </Typography>
      <Box sx={{ mt: 0.25, fontSize: '0.88rem' }}>
        <Box component="span" sx={{ color: 'text.secondary' }}>
          Next{WHO[answer.next.who]}:{' '}
        </Box>
        <NextText next={answer.next} page={page} />
      </Box>
    </Box>
  );
}

const WHO: Record<NextStep['who'], string> = {
  staff: ', by staff',
  customer: ', by the customer',
  network: '',
  provider: '',
  'no one': '',
};

const OPEN = {
  payments: 'Open the payment',
  suspense: 'Open the suspense item',
  withdrawals: 'Open the withdrawal',
} as const;

/** The link says where it leads, not what to do: that may be for a colleague. */
function NextText({ next: { text, link }, page }: { next: NextStep; page: string }) {
  if (link === null || link.id === page) return <span>{text}</span>;
  return (
    <>
      {text.replace(/\.$/, '')}.{' '}
      <RowLink resource={link.resource} id={link.id} wrap>
        {OPEN[link.resource]}
      </RowLink>
    </>
  );
}
