import { Box, Skeleton } from '@mui/material';
import type { ReactNode } from 'react';
import { Badge } from '../fields/Badge.tsx';
import { ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { StaffSession } from '../providers/records.ts';
import { browserName } from './browserName.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

interface SessionListProps {
  label: string;
  sessions: readonly StaffSession[] | undefined;
  error: Error | null;
  onRetry: () => void;
  /** What can be done with one. */
  action: (session: StaffSession) => ReactNode;
}

/** Where somebody is signed in: one line each, the browser in use now marked. */
export function SessionList({ label, sessions, error, onRetry, action }: SessionListProps) {
  if (error && !sessions) return <ErrorState error={error} onRetry={onRetry} />;
  if (!sessions)
    return (
      <Box role="status" aria-label={t('Loading sessions')}>
        <Skeleton height={36} />
        <Skeleton height={36} />
      </Box>
    );
  if (sessions.length === 0)
    return <Box sx={{ color: 'text.secondary' }}>{t('Not signed in anywhere.')}</Box>;
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        '& > li + li': { borderTop: 1, borderColor: 'divider' },
        '& > li': { py: 1 },
      }}
    >
      {sessions.map((session) => (
        <Box
          key={session.id}
          component="li"
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            justifyContent: 'space-between',
            gap: 1,
          }}
        >
          <Box sx={{ minWidth: 0, flex: '1 1 180px' }}>
            <Box title={session.userAgent ?? undefined} sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
              {browserName(session.userAgent)}{' '}
              {session.isCurrent && <Badge color="success">{t('This browser')}</Badge>}
            </Box>
            <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
              <Rich
                text={
                  session.ipAddress === null
                    ? t('unknown address · since <since></since> · last used <used></used>')
                    : t('{address} · since <since></since> · last used <used></used>', {
                        address: session.ipAddress,
                      })
                }
                tags={{
                  since: () => <TimeText at={session.createdAt} />,
                  used: () => <TimeText at={session.lastUsedAt} ago />,
                }}
              />
            </Box>
          </Box>
          {action(session)}
        </Box>
      ))}
    </Box>
  );
}
