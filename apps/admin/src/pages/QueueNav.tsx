import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import PreviousIcon from '@mui/icons-material/NavigateBefore';
import NextIcon from '@mui/icons-material/NavigateNext';
import { Box, Button, IconButton, Popover, Tooltip } from '@mui/material';
import { useEffect, useId, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { useKeys } from '../commands/useKeys.ts';
import { rowPath } from '../fields/links.tsx';
import type { ResourceName } from '../providers/records.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';
import { POSITION, type QueueKind } from './queueTexts.ts';

type Pressed = 'previous' | 'next';

const pressedOf = (state: unknown): Pressed | null => {
  const pressed = typeof state === 'object' && state !== null && 'pressed' in state ? state.pressed : null;
  return pressed === 'previous' || pressed === 'next' ? pressed : null;
};

/** Where a row stands in its queue. A position of null: it does not wait there. */
export interface Queue {
  position: number | null;
  total: number;
  previousId: string | null;
  nextId: string | null;
}

type KeyLine = readonly [keys: readonly string[], what: string];

/** Of a page on which the row is decided on. */
export const DECISION_KEYS: readonly KeyLine[] = [
  [['a'], t('Approve')],
  [['r'], t('Reject')],
];

interface QueueNavProps {
  resource: ResourceName;
  queue: Queue;
  kind: QueueKind;
  /** Other keys of the page, for the list of keys. */
  keys?: readonly KeyLine[];
}

/** The position in the queue, and the previous and next row by button or key. */
export function QueueNav({ resource, queue, kind, keys = [] }: QueueNavProps) {
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const [helpButton, setHelpButton] = useState<HTMLButtonElement | null>(null);
  const buttons = useRef<HTMLElement>(null);
  const go = (id: string | null, pressed?: Pressed) => {
    if (id !== null) void navigate(rowPath(resource, id), pressed && { state: { pressed } });
  };
  const [previous, next] = [() => go(queue.previousId), () => go(queue.nextId)];
  // The next page mounts new buttons: focus moves to the one that corresponds to the pressed one.
  const { state } = useLocation();
  const pressed = pressedOf(state);
  useEffect(() => {
    if (pressed !== null) buttons.current?.querySelector<HTMLElement>(`[data-way="${pressed}"]`)?.focus();
  }, [pressed]);
  useKeys({ j: next, ']': next, k: previous, '[': previous, '?': () => setHelp(true) });
  if (queue.position === null) return null;
  return (
    <Box
      ref={buttons}
      component="nav"
      aria-label={t('Queue')}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 0.5 }}
    >
      <Button
        variant="outlined"
        color="inherit"
        startIcon={<PreviousIcon />}
        disabled={queue.previousId === null}
        onClick={() => go(queue.previousId, 'previous')}
        data-way="previous"
        aria-keyshortcuts="K ["
      >
        {t('Previous')}
      </Button>
      <Box component="span" sx={{ px: 1, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
        <Rich
          text={POSITION[kind]({ position: queue.position, total: queue.total })}
          tags={{ b: (content) => <strong>{content}</strong> }}
        />
      </Box>
      <Button
        variant="outlined"
        color="inherit"
        endIcon={<NextIcon />}
        disabled={queue.nextId === null}
        onClick={() => go(queue.nextId, 'next')}
        data-way="next"
        aria-keyshortcuts="J ]"
      >
        {t('Next')}
      </Button>
      <Tooltip title={t('Keyboard shortcuts')}>
        <IconButton
          ref={setHelpButton}
          size="small"
          aria-label={t('Keyboard shortcuts')}
          aria-haspopup="dialog"
          onClick={() => setHelp(true)}
          sx={{ display: { xs: 'none', md: 'inline-flex' } }}
        >
          <KeyboardIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      {help && (
        <KeyHelp
          keys={[...NAV_KEYS, ...keys, ...HELP_KEYS]}
          anchor={helpButton}
          close={() => setHelp(false)}
        />
      )}
    </Box>
  );
}

const NAV_KEYS: readonly KeyLine[] = [
  [['j', ']'], t('next in the queue')],
  [['k', '['], t('previous in the queue')],
];
const HELP_KEYS: readonly KeyLine[] = [
  [['?'], t('this list')],
  [[t('Esc')], t('close the dialog')],
];

function KeyHelp({
  keys,
  anchor,
  close,
}: {
  keys: readonly KeyLine[];
  anchor: HTMLElement | null;
  close: () => void;
}) {
  const id = useId();
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={close}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{
        paper: { role: 'dialog', 'aria-labelledby': id, variant: 'outlined', sx: { p: 2, mt: 0.5 } },
      }}
    >
      <Box component="h2" id={id} sx={{ m: 0, mb: 1, fontSize: '0.95rem' }}>
        {t('Keyboard shortcuts')}
      </Box>
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: 'auto 1fr',
          columnGap: 2,
          rowGap: 0.75,
          '& dd': { m: 0 },
          '& kbd': {
            fontFamily: 'inherit',
            fontSize: '0.8rem',
            fontWeight: 650,
            px: 0.75,
            py: 0.1,
            mr: 0.5,
            border: 1,
            borderColor: 'divider',
            borderRadius: 0.5,
            backgroundColor: 'background.default',
          },
        }}
      >
        {keys.map(([pressed, what]) => (
          <Box key={what} sx={{ display: 'contents' }}>
            <dt>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </Box>
        ))}
      </Box>
    </Popover>
  );
}
