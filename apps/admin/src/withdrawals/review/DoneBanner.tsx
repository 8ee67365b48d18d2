import NextIcon from '@mui/icons-material/NavigateNext';
import { Alert, Button } from '@mui/material';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { listPath } from '../../fields/links.tsx';
import { reviewPath } from './QueueNav.tsx';

export interface Done {
  message: string;
  /** The next in the queue before this one was decided. */
  nextId: string | null;
  group: 'waiting' | 'toPay';
}

/** Confirms what was done, and links to the next withdrawal. The link has the focus. */
export function DoneBanner({ done: { message, nextId, group } }: { done: Done }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // After the closing dialog has restored the focus.
    const timer = setTimeout(() => link.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, [message]);
  const what = group === 'waiting' ? 'to review' : 'to pay';
  return (
    <Alert
      severity="success"
      sx={{ mb: 2, alignItems: 'center', '& .MuiAlert-action': { pt: 0 } }}
      action={
        <Button
          ref={link}
          component={Link}
          to={nextId === null ? listPath('withdrawals', { statusGroup: group }) : reviewPath(nextId)}
          variant="contained"
          endIcon={<NextIcon />}
        >
          {nextId === null ? 'Back to the list' : 'Next'}
        </Button>
      }
    >
      {message}
      {nextId === null && ` That was the last one ${what}.`}
    </Alert>
  );
}
