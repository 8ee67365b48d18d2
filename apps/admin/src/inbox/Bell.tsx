import BellIcon from '@mui/icons-material/NotificationsOutlined';
import { Badge, IconButton, Popover, Tooltip } from '@mui/material';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { setTitleCount } from '../providers/pageTitle.ts';
import { useSession } from '../providers/session.ts';
import { InboxList } from './InboxList.tsx';
import { newCount, readSeen, seenNow, writeSeen } from './seenItems.ts';
import { useDesktopNotices } from './useDesktopNotices.ts';
import { useInbox } from './useInbox.ts';
import { t } from '../texts/t.ts';

/** What waits for this person, on every page: a count of what is new, and everything by kind. */
export function Bell() {
  const person = useSession()?.id;
  const known = useInbox();
  const groups = known.filter(({ count }) => count > 0);
  const [seen, setSeen] = useState(() => ({ person, items: person === undefined ? {} : readSeen(person) }));
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (person !== undefined && seen.person !== person) setSeen({ person, items: readSeen(person) });
  const notices = useDesktopNotices(person, known, seen.items);
  const fresh = groups.reduce((sum, group) => sum + newCount(group, seen.items), 0);
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  useEffect(() => {
    setTitleCount(fresh);
    return () => setTitleCount(0);
  }, [fresh]);
  useEffect(() => {
    // Another tab has marked them.
    const read = () => person !== undefined && setSeen({ person, items: readSeen(person) });
    addEventListener('storage', read);
    return () => removeEventListener('storage', read);
  }, [person]);

  // A link of it, or the browser's back button, leads to another page.
  const { pathname, search } = useLocation();
  useEffect(() => setAnchor(null), [pathname, search]);

  const markSeen = () => {
    if (person === undefined) return;
    const items = seenNow(groups);
    writeSeen(person, items);
    setSeen({ person, items });
  };
  const label =
    fresh > 0
      ? t('Waiting for you: {all}, {fresh} new', { all, fresh })
      : t('Waiting for you: {all}', { all });
  return (
    <>
      <Tooltip title={t('Waiting for you')}>
        <IconButton
          color="inherit"
          aria-label={label}
          aria-haspopup="dialog"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <Badge badgeContent={fresh} max={99} color="error" aria-hidden>
            <BellIcon fontSize="small" />
          </Badge>
        </IconButton>
      </Tooltip>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': t('Waiting for you'),
            variant: 'outlined',
            sx: { width: 420, maxWidth: 'calc(100vw - 24px)', mt: 0.5 },
          },
        }}
      >
        <InboxList
          groups={groups}
          seen={seen.items}
          notices={notices}
          markSeen={markSeen}
          close={() => setAnchor(null)}
        />
      </Popover>
    </>
  );
}
