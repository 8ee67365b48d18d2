import NextIcon from '@mui/icons-material/NavigateNext';
import { Alert, Button } from '@mui/material';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { listPath, rowPath } from '../fields/links.tsx';
import type { ResourceName } from '../providers/records.ts';
import { t } from '../texts/t.ts';
import type { Queue } from './QueueNav.tsx';
import { LAST_ONE, type QueueKind } from './queueTexts.ts';

/** What was decided on a page of a queue, and the next row that waited then: after it, else before it. */
export interface Done {
  message: string;
  nextId: string | null;
  /** No other row waited. */
  isLast: boolean;
}

/** Where to go on from a row of the queue. A row that does not wait in it says nothing about the others. */
export const afterThis = ({ position, nextId, previousId }: Queue): Pick<Done, 'nextId' | 'isLast'> => ({
  nextId: nextId ?? previousId,
  isLast: position !== null && nextId === null && previousId === null,
});

interface DoneBannerProps {
  done: Done;
  resource: ResourceName;
  /** The filter of the list that the queue comes from. */
  filter: Record<string, unknown>;
  kind: QueueKind;
}

/** Confirms what was done, and links to the next row. The link has the focus. */
export function DoneBanner({ done: { message, nextId, isLast }, resource, filter, kind }: DoneBannerProps) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // After the closing dialog has restored the focus.
    const timer = setTimeout(() => link.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <Alert
      severity="success"
      sx={{ mb: 2, alignItems: 'center', '& .MuiAlert-action': { pt: 0 } }}
      action={
        <Button
          ref={link}
          component={Link}
          to={nextId === null ? listPath(resource, filter) : rowPath(resource, nextId)}
          variant="contained"
          endIcon={<NextIcon />}
        >
          {nextId === null ? t('Back to the list') : t('Next')}
        </Button>
      }
    >
      {message}
      {isLast && ` ${LAST_ONE[kind]}`}
    </Alert>
  );
}
