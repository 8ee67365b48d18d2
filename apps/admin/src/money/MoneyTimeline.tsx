import ApprovalIcon from '@mui/icons-material/HowToReg';
import AuditIcon from '@mui/icons-material/FactCheckOutlined';
import NoteIcon from '@mui/icons-material/NotesOutlined';
import PaymentIcon from '@mui/icons-material/CallReceived';
import PayoutIcon from '@mui/icons-material/SendOutlined';
import PostingIcon from '@mui/icons-material/ReceiptLongOutlined';
import ProviderIcon from '@mui/icons-material/CloudOutlined';
import SuspenseIcon from '@mui/icons-material/PauseCircleOutlined';
import UserIcon from '@mui/icons-material/PersonOutlined';
import WithdrawalIcon from '@mui/icons-material/CallMade';
import { Alert, Box, Button, Link, type SvgIcon, Typography } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { rowPath } from '../fields/links.tsx';
import { NoteText } from '../records/NoteItem.tsx';
import { ActorText } from '../records/people.tsx';
import type { TimelineEntry } from '../providers/records.ts';
import { dayName, timeOfDay } from './days.ts';
import { entryText } from './entryText.ts';
import { t } from '../texts/t.ts';

interface MoneyTimelineProps {
  entries: readonly TimelineEntry[];
  hasOlder: boolean;
  loadOlder: () => void;
  isLoadingOlder: boolean;
  olderFailed: boolean;
  /** The row whose page it is: no link to it. */
  page: string;
}

/** As many as fit beside the sentences; the rest on request. */
const FIRST = 6;

/** What happened, newest first, by day. */
export function MoneyTimeline({
  entries,
  hasOlder,
  loadOlder,
  isLoadingOlder,
  olderFailed,
  page,
}: MoneyTimelineProps) {
  const [isWhole, setWhole] = useState(false);
  if (entries.length === 0)
    return <Box sx={{ color: 'text.secondary' }}>{t('Nothing has happened yet.')}</Box>;
  const shown = isWhole ? entries : entries.slice(0, FIRST);
  const more = entries.length - shown.length;
  return (
    <>
      {daysOf(shown).map(([day, ofDay]) => (
        <Box key={day} sx={{ '& + &': { mt: 1.5 } }}>
          <Typography variant="overline" component="h3" sx={{ color: 'text.secondary', lineHeight: 2 }}>
            {day}
          </Typography>
          <Box
            component="ol"
            aria-label={day}
            sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}
          >
            {ofDay.map((entry) => (
              <Entry key={`${entry.kind} ${entry.id}`} entry={entry} page={page} />
            ))}
          </Box>
        </Box>
      ))}
      <Box sx={{ mt: 1.5 }}>
        {more > 0 ? (
          <Button onClick={() => setWhole(true)}>{t('Show {count} more', { count: more })}</Button>
        ) : (
          hasOlder && (
            <Button onClick={loadOlder} disabled={isLoadingOlder}>
              {isLoadingOlder ? t('Loading…') : t('Load older')}
            </Button>
          )
        )}
        {olderFailed && <Alert severity="error">{t('What is older could not be loaded.')}</Alert>}
      </Box>
    </>
  );
}

/** In the person's own time zone, in their order. */
function daysOf(entries: readonly TimelineEntry[]): [string, TimelineEntry[]][] {
  const days = new Map<string, TimelineEntry[]>();
  const now = new Date();
  for (const entry of entries) {
    const day = dayName(entry.at, now);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

const ICONS: Record<TimelineEntry['kind'], typeof SvgIcon> = {
  userCreated: UserIcon,
  userAnonymized: UserIcon,
  paymentCreated: PaymentIcon,
  paymentEnded: PaymentIcon,
  providerReport: ProviderIcon,
  suspenseOpened: SuspenseIcon,
  suspenseClosed: SuspenseIcon,
  posting: PostingIcon,
  withdrawalRequested: WithdrawalIcon,
  approval: ApprovalIcon,
  rateFixed: WithdrawalIcon,
  payout: PayoutIcon,
  withdrawalChanged: WithdrawalIcon,
  note: NoteIcon,
  audit: AuditIcon,
};

function Entry({ entry, page }: { entry: TimelineEntry; page: string }) {
  const Icon = ICONS[entry.kind];
  const text = entryText(entry);
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1, alignItems: 'flex-start', minWidth: 0 }}>
      <Icon aria-hidden sx={{ fontSize: 18, color: 'text.secondary', mt: '2px' }} />
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        {entry.resourceId === page ? (
          text
        ) : (
          <Link component={RouterLink} to={rowPath(entry.resource, entry.resourceId)} color="inherit">
            {text}
          </Link>
        )}
        {entry.actor?.name && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {' '}
            · <ActorText actor={entry.actor} />
          </Box>
        )}
        {entry.text && (
          <Box sx={{ fontSize: '0.88rem' }}>
            <NoteText text={entry.text} />
          </Box>
        )}
        {entry.kind === 'note' && entry.text === null && (
          <Box sx={{ color: 'text.secondary', fontStyle: 'italic' }}>
            {t('Removed when the user was anonymised.')}
          </Box>
        )}
      </Box>
      <Box
        component="time"
        dateTime={entry.at}
        sx={{ color: 'text.secondary', fontSize: '0.85rem', whiteSpace: 'nowrap', mt: '1px' }}
      >
        {timeOfDay(entry.at)}
      </Box>
    </Box>
  );
}
