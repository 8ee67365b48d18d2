import { Alert, AlertTitle } from '@mui/material';
import { FIGURES } from '@paydesk/types/rules';
import { figurePath, TextLink } from '../fields/links.tsx';
import { plural, t } from '../texts/t.ts';

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
          {plural(disabled, {
            one: 'A webhook endpoint was disabled',
            other: '{count} webhook endpoints were disabled',
          })}
        </AlertTitle>
        {plural(disabled, {
          one: 'Its receiver gets no events any more: it answered that it is gone, or failed for three days. No event is lost: an admin enables it again when the receiver works.',
          other:
            'Their receivers get no events any more: each answered that it is gone, or failed for three days. No event is lost: an admin enables each again when its receiver works.',
        })}{' '}
        <TextLink quiet to={figurePath(FIGURES.webhooksDisabled)}>
          {t('Show disabled endpoints')}
        </TextLink>
      </Alert>
    );
  if (failing === 0) return null;
  return (
    <Alert severity="warning">
      {plural(failing, {
        one: 'A webhook endpoint fails at the moment; its events wait and are sent again.',
        other: '{count} webhook endpoints fail at the moment; their events wait and are sent again.',
      })}{' '}
      <TextLink quiet to={figurePath(FIGURES.webhooksFailing)}>
        {t('Show endpoints')}
      </TextLink>
    </Alert>
  );
}
