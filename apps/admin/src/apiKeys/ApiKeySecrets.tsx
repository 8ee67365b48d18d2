import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { ApiKey } from '../providers/records.ts';
import { SecretStateBadge } from '../records/SecretStateBadge.tsx';
import { t } from '../texts/t.ts';

/**
 * The secrets of a key, newest first. After a rotation they show whether the app still uses the old one.
 */
export const ApiKeySecrets = ({ apiKey }: { apiKey: ApiKey }) => (
  <Panel title={t('Secrets')} flush>
    <Table size="small" aria-label={t('Secrets')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('Prefix')}</TableCell>
          <TableCell>{t('State')}</TableCell>
          <TableCell>{t('Last used')}</TableCell>
          <TableCell>{t('Used from')}</TableCell>
          <TableCell>{t('Created')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {apiKey.secrets.map((secret) => (
          <TableRow key={secret.id}>
            <TableCell className="mono">{secret.prefix}…</TableCell>
            <TableCell>
              <SecretStateBadge secret={secret} />
            </TableCell>
            <TableCell>
              <TimeText at={secret.lastUsedAt} ago none={t('never')} />
            </TableCell>
            <TableCell className="mono">{secret.lastUsedFrom ?? '–'}</TableCell>
            <TableCell>
              <TimeText at={secret.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </Panel>
);
