import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { t } from '../texts/t.ts';
import { TimeText } from '../fields/TimeText.tsx';

/** One thing that happened. */
export interface TimelineEvent {
  key: string;
  at: string;
  what: ReactNode;
  note?: string | null;
}

/** What happened, oldest first. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  const sorted = events.toSorted((a, b) => a.at.localeCompare(b.at));
  return (
    <Box
      component="ol"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        '& li': { position: 'relative', pl: 2.5, pb: 1.5, borderLeft: 1, borderColor: 'divider', ml: '5px' },
        '& li:last-of-type': { pb: 0, borderColor: 'transparent' },
      }}
    >
      {sorted.map((moment) => (
        <li key={moment.key}>
          <Box
            aria-hidden
            sx={{
              position: 'absolute',
              left: -5.5,
              top: 5,
              width: 10,
              height: 10,
              borderRadius: '50%',
              backgroundColor: 'primary.main',
            }}
          />
          <div>{moment.what}</div>
          <Box sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>
            <TimeText at={moment.at} />
          </Box>
          {moment.note && (
            <Box sx={{ fontSize: '0.88rem', mt: 0.25, overflowWrap: 'anywhere' }}>
              {t('“{text}”', { text: moment.note })}
            </Box>
          )}
        </li>
      ))}
    </Box>
  );
}
