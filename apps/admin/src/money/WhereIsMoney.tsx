import { Box, Button, Divider, Skeleton } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import type { MoneyState } from '../providers/records.ts';
import { Answers } from './Answers.tsx';
import { describeMoney } from './describeMoney.ts';
import { MoneyTimeline } from './MoneyTimeline.tsx';
import { timeFormat } from './timeFormat.ts';
import { type TimelineOf, useTimeline } from './useTimeline.ts';

/** With the texts of all languages: loaded when somebody writes to a customer. */
const ReplyDialog = lazy(async () => await import('./ReplyDialog.tsx'));

/** Where the money of a user or of a payment is: in a sentence, with the next step, a reply, and what happened. */
export function WhereIsMoney(props: TimelineOf) {
  const timeline = useTimeline(props);
  const { entries, money, error } = timeline;
  return (
    <Box sx={{ mb: 2 }}>
      <Panel title="Where is the money?">
        {entries === undefined ? (
          error ? (
            <ErrorState error={error} onRetry={timeline.retry} />
          ) : (
            <Box role="status" aria-label="Loading where the money is">
              <Skeleton width="70%" height={26} />
              <Skeleton width="45%" height={22} />
              <Skeleton variant="rounded" height={120} sx={{ mt: 1 }} />
            </Box>
          )
        ) : (
          <Box
            sx={{
              display: 'grid',
              columnGap: 4,
              rowGap: 2,
              alignItems: 'start',
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) minmax(0, 1fr)' },
            }}
          >
            <div>{money && <Summary money={money} page={props.id} />}</div>
            <Box>
              <Divider sx={{ mb: 1.5, display: { md: 'none' } }} />
              <MoneyTimeline {...timeline} entries={entries} page={props.id} />
            </Box>
          </Box>
        )}
      </Panel>
    </Box>
  );
}

function Summary({ money, page }: { money: MoneyState; page: string }) {
  const [isReplying, setReplying] = useState(false);
  const { answers, balance } = describeMoney(money, timeFormat(new Date()));
  return (
    <>
      <Answers answers={answers} balance={balance} hasMore={money.hasMore} page={page} />
      <Button variant="outlined" sx={{ mt: 1.5 }} onClick={() => setReplying(true)}>
        Write to the customer…
      </Button>
      {isReplying && (
        <Suspense fallback={<Skeleton width={120} role="status" aria-label="Loading the reply" />}>
          <ReplyDialog answers={answers} language={money.language} close={() => setReplying(false)} />
        </Suspense>
      )}
    </>
  );
}
