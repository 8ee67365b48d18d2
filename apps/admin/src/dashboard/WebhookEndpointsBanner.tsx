import { Alert, AlertTitle } from '@mui/material';
import { FIGURES } from '@paydesk/types/rules';
import { figurePath, TextLink } from '../fields/links.tsx';

interface Counts {
  /** Endpoints that the desk itself has disabled. */
  disabled: number;
  /** Enabled endpoints whose last attempt failed. */
  failing: number;
}

/** Receivers that get no events, or get them late. */
export function WebhookEndpointsBanner({ disabled, failing }: Counts) {
  if (disabled > 0)
    return (
      <Alert severity="error">
        <AlertTitle>
          {disabled === 1 ? 'A webhook endpoint was disabled' : `${disabled} webhook endpoints were disabled`}
        </AlertTitle>
        Its receiver gets no events any more: it answered that it is gone, or failed for three days. No event
        is lost: an admin enables it again when the receiver works.{' '}
        <TextLink to={figurePath(FIGURES.webhooksDisabled)}>Show what is disabled</TextLink>
      </Alert>
    );
  if (failing === 0) return null;
  return (
    <Alert severity="warning">
      {failing === 1
        ? 'A webhook endpoint fails at the moment; its events wait and are sent again.'
        : `${failing} webhook endpoints fail at the moment; their events wait and are sent again.`}{' '}
      <TextLink to={figurePath(FIGURES.webhooksFailing)}>Show endpoints</TextLink>
    </Alert>
  );
}
