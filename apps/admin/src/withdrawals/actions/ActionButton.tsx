import { Box, Button, Tooltip } from '@mui/material';
import { createContext, type ReactNode, use, useId } from 'react';
import { useKeys } from '../../commands/useKeys.ts';
import { TextLink } from '../../fields/links.tsx';
import { marksOf, type OfferedAction } from '../../providers/neededPermissions.ts';
import type { Withdrawal, WithdrawalReview } from '../../providers/records.ts';
import { useServerSentence } from '../../texts/serverSentence.ts';
import { t } from '../../texts/t.ts';

interface ActionButtonProps {
  action: OfferedAction;
  /** What it does: "Approve". */
  label: string;
  /** What it leads to: "no money moves yet". */
  consequence: string;
  /** Whether the server allows it for this person now. */
  may: WithdrawalReview['may']['approve'];
  icon: ReactNode;
  color?: 'primary' | 'error' | 'inherit';
  /** The main next step. */
  isMain?: boolean;
  /** The key that opens the dialog, anywhere on the page. */
  shortcut?: string;
  /** The dialog; mounted each time it opens. */
  dialog: (close: () => void) => ReactNode;
}

/**
 * A button that shows its consequence and, when it is disabled, the reason: below it, in its tooltip and to
 * screen readers.
 */
export function ActionButton({
  action,
  label,
  consequence,
  may,
  icon,
  color = 'primary',
  isMain,
  shortcut,
  dialog,
}: ActionButtonProps) {
  const { isOpen: open, setOpen } = use(DialogState);
  const id = useId();
  // `disabled` would take the button out of the tab order, and its reason with it.
  const written = useServerSentence();
  const why = may.allowed ? null : may.why === null ? t('Not available now.') : written(may.why);
  useKeys(shortcut === undefined ? {} : { [shortcut]: () => why === null && setOpen(true) });
  return (
    <Box sx={{ minWidth: 0, display: 'flex', flexDirection: 'column', gap: 0.5 }}>
      <Tooltip title={why ?? ''} describeChild>
        <Button
          {...marksOf(action)}
          fullWidth
          variant={isMain && why === null ? 'contained' : 'outlined'}
          color={why === null ? color : 'inherit'}
          startIcon={icon}
          aria-keyshortcuts={shortcut?.toUpperCase()}
          aria-disabled={why !== null || undefined}
          aria-describedby={why !== null ? id : undefined}
          onClick={() => why === null && setOpen(true)}
          sx={{
            justifyContent: 'flex-start',
            textAlign: 'left',
            lineHeight: 1.3,
            py: 0.9,
            px: 1.75,
            ...(why !== null && {
              color: 'text.secondary',
              borderStyle: 'dashed',
              cursor: 'not-allowed',
              '&:hover': { backgroundColor: 'transparent' },
            }),
          }}
        >
          <span>
            <Box component="span" sx={{ fontSize: '0.98rem' }}>
              {label}
            </Box>
            <Box component="span" sx={{ display: 'block', fontWeight: 450, fontSize: '0.82rem' }}>
              <span style={{ position: 'absolute', opacity: 0 }}>– </span>
              {consequence}
            </Box>
          </span>
        </Button>
      </Tooltip>
      {why !== null && (
        <Box component="span" id={id} sx={{ fontSize: '0.84rem', color: 'text.secondary', px: 0.25 }}>
          {why}
          {may.setUp && (
            <>
              {' '}
              <TextLink to="/security" quiet>
                {may.setUp === 'passkey' ? t('Add a passkey') : t('Set up a second factor')}
              </TextLink>
            </>
          )}
        </Box>
      )}
      {open && dialog(() => setOpen(false))}
    </Box>
  );
}

/**
 * Whether the button's dialog is open. The panel keeps it, so that a dialog that says why its action failed stays when
 * the action is no longer offered: someone else was faster.
 */
export const DialogState = createContext({ isOpen: false, setOpen: (_isOpen: boolean): void => undefined });

/** The props of every action of the review page. */
export interface WithdrawalActionProps {
  review: WithdrawalReview;
  /** Called with the changed withdrawal, and a message about what has happened. */
  onDone: (after: Withdrawal, message: string) => void;
}
