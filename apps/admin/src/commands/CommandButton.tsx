import type { Can } from '@paydesk/types/rules';
import { type ReactNode, useState } from 'react';
import { marksOf, type OfferedAction, permissionOf } from '../providers/neededPermissions.ts';
import { useMay } from '../providers/permissions.ts';
import { ENROL_FIRST, useMustEnrolFor } from '../providers/session.ts';
import { useFolded } from './ActionBar.tsx';
import { ExplainedButton } from './ExplainedButton.tsx';
import { useKeys } from './useKeys.ts';

interface CommandButtonProps {
  label: string;
  /** What it does. Without its permission there is no button: a role sees only what it can do. */
  action: OfferedAction;
  /** What the state machine says. */
  can?: Can;
  icon?: ReactNode;
  color?: 'primary' | 'error' | 'inherit';
  variant?: 'contained' | 'outlined' | 'text';
  /** A key that opens the dialog, anywhere on the page. */
  shortcut?: string;
  /** The dialog; it is mounted each time it opens, and so starts empty and with a new idempotency key. */
  dialog: (close: () => void) => ReactNode;
}

const YES: Can = { allowed: true };

/**
 * A button that opens a command's dialog. While the state does not allow it, it is in the menu of its `ActionBar`, or,
 * outside of one, can still be reached and says why.
 */
export function CommandButton({
  label,
  action,
  can = YES,
  icon,
  color = 'primary',
  variant = 'outlined',
  shortcut,
  dialog,
}: CommandButtonProps) {
  const [open, setOpen] = useState(false);
  const may = useMay();
  const permission = permissionOf(action);
  const mustEnrol = useMustEnrolFor(permission);
  const why = mustEnrol ? ENROL_FIRST : can.allowed ? null : can.why;
  const isOffered = mustEnrol || may(permission);
  const isFolded = useFolded({ label, action }, isOffered && !mustEnrol ? why : null);
  useKeys(shortcut === undefined ? {} : { [shortcut]: () => isOffered && why === null && setOpen(true) });
  if (!isOffered) return null;

  if (isFolded) return open && dialog(() => setOpen(false));
  return (
    <>
      <ExplainedButton
        {...marksOf(action)}
        why={why}
        variant={variant}
        color={color}
        startIcon={icon}
        aria-keyshortcuts={shortcut?.toUpperCase()}
        onClick={() => setOpen(true)}
      >
        {label}
      </ExplainedButton>
      {open && dialog(() => setOpen(false))}
    </>
  );
}
