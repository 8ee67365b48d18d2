import WaitIcon from '@mui/icons-material/HowToRegOutlined';
import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import type { ChangeRequestedDetails } from '@paydesk/types';
import { useId } from 'react';
import { Link } from 'react-router-dom';
import { type Fact, Facts } from '../fields/Facts.tsx';
import { rowPath } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { plural, t } from '../texts/t.ts';

interface ChangeRequestedDialogProps {
  requested: ChangeRequestedDetails;
  facts?: readonly Fact[] | undefined;
  close: () => void;
}

/** The outcome of an action that waits for another person or for a delay. It is not an error. */
export function ChangeRequestedDialog({ requested, facts, close }: ChangeRequestedDialogProps) {
  const titleId = useId();
  const { changeRequestId, requiredApprovals, notBefore, expiresAt } = requested;
  const isDelayed = requiredApprovals === 0;
  return (
    <Dialog open onClose={close} maxWidth="sm" fullWidth aria-labelledby={titleId}>
      <DialogTitle id={titleId} sx={{ pb: 1, display: 'flex', alignItems: 'center', gap: 1 }}>
        <WaitIcon color="success" />
        {isDelayed ? t('Takes effect later') : t('Waiting for another person')}
      </DialogTitle>
      <DialogContent role="status" sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        <div>
          {t('Your request is stored exactly as you sent it.')}{' '}
          <strong>{t('Nothing has changed yet.')}</strong>{' '}
          {isDelayed
            ? t('Because you are the only admin, it takes effect after a delay, unless someone cancels it.')
            : plural(requiredApprovals, {
                one: 'It takes effect once one more person has approved it.',
                other: 'It takes effect once {count} more people have approved it.',
              })}
        </div>
        <Facts
          dense
          facts={[
            ...(facts ?? []),
            [t('Takes effect'), notBefore && <TimeText key="from" at={notBefore} />],
            [t('Expires'), !isDelayed && <TimeText key="until" at={expiresAt} />],
          ]}
        />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, gap: 1, flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1 }} />
        <Button color="inherit" onClick={close}>
          {t('Close')}
        </Button>
        <Button
          component={Link}
          to={rowPath('changeRequests', changeRequestId)}
          variant="contained"
          ref={focusLink}
          onClick={close}
        >
          {t('Open the request')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** React's autoFocus has no effect on a link. */
const focusLink = (link: HTMLAnchorElement | null) => link?.focus();
