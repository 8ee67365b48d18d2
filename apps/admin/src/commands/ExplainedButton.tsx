import { Button, type ButtonProps, Tooltip } from '@mui/material';
import { useId } from 'react';

interface ExplainedButtonProps extends ButtonProps {
  /** Why it cannot be pressed now; null: it can. */
  why: string | null;
}

/** Still readable: the reason why it is not possible begins with what it is. */
const DISABLED = {
  color: 'text.secondary',
  borderColor: 'divider',
  borderStyle: 'dashed',
  cursor: 'not-allowed',
  boxShadow: 'none',
} as const;

/** A button that can still be reached while it cannot be pressed, and says why: in its tooltip and to screen readers. */
export function ExplainedButton({ why, variant, color, onClick, ...button }: ExplainedButtonProps) {
  const id = useId();
  const disabled = why !== null;
  // `disabled` would take the button out of the tab order, and its reason with it.
  return (
    <>
      <Tooltip title={why ?? ''} describeChild>
        <Button
          {...button}
          variant={disabled && variant === 'contained' ? 'outlined' : variant}
          color={disabled ? 'inherit' : color}
          aria-disabled={disabled || undefined}
          aria-describedby={disabled ? id : undefined}
          onClick={disabled ? undefined : onClick}
          sx={disabled ? DISABLED : undefined}
        />
      </Tooltip>
      {disabled && (
        <span id={id} hidden>
          {why}
        </span>
      )}
    </>
  );
}
