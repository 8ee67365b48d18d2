import { Box, Typography } from '@mui/material';
import { RowLink } from '../fields/links.tsx';
import type { MoneyAnswer, NextStep } from './answer.ts';
import { t } from '../texts/t.ts';

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
    {hasMore && <Box sx={{ color: 'text.secondary' }}>{t('More is open: see the lists below.')}</Box>}
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
          {NEXT[answer.next.who]}{' '}
        </Box>
        <NextText next={answer.next} page={page} />
      </Box>
    </Box>
  );
}

const NEXT: Record<NextStep['who'], string> = {
  staff: t('Next, by staff:'),
  customer: t('Next, by the customer:'),
  network: t('Next:'),
  provider: t('Next:'),
  none: t('Next:'),
};

const OPEN = {
  payments: t('Open the payment'),
  suspense: t('Open the suspense item'),
  withdrawals: t('Open the withdrawal'),
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
