import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { WebhookEndpoint } from '../providers/records.ts';
import { SecretStateBadge } from '../records/SecretStateBadge.tsx';
import { EndOldSecretButton } from './actions/EndOldSecretButton.tsx';
import { RotateSecretButton } from './actions/RotateSecretButton.tsx';
import { plural, t } from '../texts/t.ts';

/** The signing secrets of an endpoint, newest first: how many sign its requests now, and until when. */
export function EndpointSecrets({ endpoint }: { endpoint: WebhookEndpoint }) {
  const live = endpoint.secrets.filter(({ isLive }) => isLive).length;
  return (
    <Panel
      title={t('Signing secrets')}
      flush
      action={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          <RotateSecretButton endpoint={endpoint} />
          <EndOldSecretButton endpoint={endpoint} />
        </Box>
      }
    >
      <Box sx={{ px: 2, pb: 1, color: 'text.secondary' }}>
        {live > 1
          ? plural(live, {
              one: 'Each request carries one signature.',
              other: 'Each request carries {count} signatures; a receiver needs one of the secrets.',
            })
          : t('Each request carries one signature.')}
      </Box>
      <Table size="small" aria-label={t('Signing secrets')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('State')}</TableCell>
            <TableCell>{t('Created')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {endpoint.secrets.map((secret) => (
            <TableRow key={secret.id}>
              <TableCell>
                <SecretStateBadge secret={secret} />
              </TableCell>
              <TableCell>
                <TimeText at={secret.createdAt} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
