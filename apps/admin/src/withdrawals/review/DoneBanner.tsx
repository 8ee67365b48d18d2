import NextIcon from '@mui/icons-material/NavigateNext';
import { Alert, Button } from '@mui/material';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { listPath } from '../../fields/links.tsx';
import { reviewPath } from './QueueNav.tsx';

export interface Done {
  words: string;
  /** Whoever came next before this one was decided. */
  nextId: string | null;
  group: 'waiting' | 'toPay';
}

/** What has just happened, and the way on. The keyboard is there already. */
export function DoneBanner({ done: { words, nextId, group } }: { done: Done }) {
  const way = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // After the dialog that has just closed has given the focus back.
    const timer = setTimeout(() => way.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, [words]);
  const what = group === 'waiting' ? 'to review' : 'to pay';
  return (
    <Alert
      severity="success"
      sx={{ mb: 2, alignItems: 'center', '& .MuiAlert-action': { pt: 0 } }}
      action={
        <Button
          ref={way}
          component={Link}
          to={nextId === null ? listPath('withdrawals', { statusGroup: group }) : reviewPath(nextId)}
          variant="contained"
          endIcon={<NextIcon />}
        >
          {nextId === null ? 'To the list' : 'Next'}
        </Button>
      }
    >
      {words}
      {nextId === null && ` That was the last one ${what}.`}
    </Alert>
  );
}
