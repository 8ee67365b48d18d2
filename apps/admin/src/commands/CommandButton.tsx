import { Button, Tooltip } from '@mui/material';
import type { Can, Permission } from '@paydesk/types/rules';
import { type ReactNode, useId, useState } from 'react';
import { useMay } from '../providers/permissions.ts';
import { ENROL_FIRST, useMustEnrolFor } from '../providers/session.ts';
import { useKeys } from './useKeys.ts';

interface CommandButtonProps {
  label: string;
  /** Without it there is no button: a role sees only what it can do. */
  permission: Permission;
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
 * A button that opens a command's dialog. While the state does not allow it, it can still be reached and says
 * why.
 */
export function CommandButton({
  label,
  permission,
  can = YES,
  icon,
  color = 'primary',
  variant = 'outlined',
  shortcut,
  dialog,
}: CommandButtonProps) {
  const [open, setOpen] = useState(false);
  const may = useMay();
  const mustEnrol = useMustEnrolFor(permission);
  const id = useId();
  const why = mustEnrol ? ENROL_FIRST : can.allowed ? null : can.why;
  const isOffered = mustEnrol || may(permission);
  useKeys(shortcut === undefined ? {} : { [shortcut]: () => isOffered && why === null && setOpen(true) });
  if (!isOffered) return null;

  // `disabled` would take the button out of the tab order, and its reason with it.
  const disabled = why !== null;
  return (
    <>
      <Tooltip title={why ?? ''} describeChild>
        <Button
          variant={disabled && variant === 'contained' ? 'outlined' : variant}
          color={disabled ? 'inherit' : color}
          startIcon={icon}
          aria-keyshortcuts={shortcut?.toUpperCase()}
          aria-disabled={disabled || undefined}
          aria-describedby={disabled ? id : undefined}
          onClick={() => !disabled && setOpen(true)}
          sx={disabled ? { opacity: 0.5, cursor: 'not-allowed', boxShadow: 'none' } : undefined}
        >
          {label}
        </Button>
      </Tooltip>
      {disabled && (
        <span id={id} hidden>
          {why}
        </span>
      )}
      {open && dialog(() => setOpen(false))}
    </>
  );
}
