import { Box, Button, Divider, FormControlLabel, Link, Switch, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { TimeText } from '../fields/TimeText.tsx';
import { newCount, newItems, type SeenItems } from './seenItems.ts';
import type { DesktopNotices } from './useDesktopNotices.ts';
import type { InboxGroup, InboxItem } from './useInbox.ts';
import { t } from '../texts/t.ts';

/** Of each group; the list has all. */
const ITEMS_SHOWN = 4;

interface InboxListProps {
  groups: readonly InboxGroup[];
  seen: SeenItems;
  notices: DesktopNotices;
  markSeen: () => void;
  close: () => void;
}

/** What waits for the person, by kind, each with a link to its list. */
export const InboxList = ({ groups, seen, notices, markSeen, close }: InboxListProps) => (
  <>
    <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', px: 2, py: 1 }}>
      <Typography component="h2" sx={{ fontSize: '1rem', fontWeight: 650 }}>
        {t('Waiting for you')}
      </Typography>
      {groups.some((group) => newCount(group, seen) > 0) && (
        <Button size="small" onClick={markSeen}>
          {t('Mark all as seen')}
        </Button>
      )}
    </Box>
    <Divider />
    {groups.length === 0 && (
      <Box sx={{ px: 2, py: 4, textAlign: 'center', color: 'text.secondary' }}>
        {t('Nothing waits for you.')}
      </Box>
    )}
    {groups.map((group) => (
      <Group key={group.key} group={group} fresh={newItems(group, seen)} close={close} />
    ))}
    <Divider />
    <NoticeSwitch notices={notices} />
  </>
);

function Group({
  group,
  fresh,
  close,
}: {
  group: InboxGroup;
  fresh: readonly InboxItem[];
  close: () => void;
}) {
  const count = `${group.count}${group.isMore ? '+' : ''}`;
  return (
    <Box component="section" aria-label={`${group.title}: ${count}`} sx={{ px: 2, pt: 1.25, pb: 0.75 }}>
      <Link
        component={RouterLink}
        to={group.to}
        onClick={close}
        color="inherit"
        underline="hover"
        sx={{ display: 'flex', justifyContent: 'space-between', gap: 1, fontWeight: 650, fontSize: '0.9rem' }}
      >
        <span>{group.title}</span>
        <span style={{ fontVariantNumeric: 'tabular-nums' }}>{count}</span>
      </Link>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, mt: 0.25, p: 0 }}>
        {group.items.slice(0, ITEMS_SHOWN).map((item) => (
          <Item key={item.id} item={item} isNew={fresh.includes(item)} close={close} />
        ))}
      </Box>
    </Box>
  );
}

const Item = ({ item, isNew, close }: { item: InboxItem; isNew: boolean; close: () => void }) => (
  <Box component="li" sx={{ display: 'flex', alignItems: 'baseline', gap: 1, py: 0.4, fontSize: '0.88rem' }}>
    <Box
      component="span"
      role={isNew ? 'img' : undefined}
      aria-label={isNew ? t('new') : undefined}
      sx={{
        flex: 'none',
        width: 7,
        height: 7,
        borderRadius: '50%',
        backgroundColor: isNew ? 'primary.main' : 'transparent',
        transform: 'translateY(-1px)',
      }}
    />
    <Link
      component={RouterLink}
      to={item.to}
      onClick={close}
      underline="hover"
      title={item.text}
      sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
    >
      {item.text}
    </Link>
    <Box component="span" sx={{ flex: 'none', color: 'text.secondary', fontSize: '0.8rem' }}>
      <TimeText at={item.at} ago />
    </Box>
  </Box>
);

const NOTICE_HINTS: Record<DesktopNotices['state'], string> = {
  on: t('While no page of the desk is visible.'),
  off: t('While no page of the desk is visible. The browser asks you first.'),
  refused: t('Blocked in the browser’s settings for this site.'),
  unsupported: t('This browser has no notifications for this site.'),
};

const NoticeSwitch = ({ notices: { state, turnOn, turnOff } }: { notices: DesktopNotices }) => (
  <Box sx={{ px: 2, py: 1 }}>
    <FormControlLabel
      control={
        <Switch
          size="small"
          checked={state === 'on'}
          disabled={state === 'refused' || state === 'unsupported'}
          onChange={(_event, on) => (on ? void turnOn() : turnOff())}
        />
      }
      label={t('Notify me in this browser')}
      sx={{ '& .MuiFormControlLabel-label': { fontSize: '0.88rem' } }}
    />
    <Box sx={{ color: 'text.secondary', fontSize: '0.8rem' }}>{NOTICE_HINTS[state]}</Box>
  </Box>
);
