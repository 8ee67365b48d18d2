import { Table, TableBody, TableCell, TableHead, TableRow, type Theme, useMediaQuery } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { CardRow, Cards } from '../lists/Cards.tsx';
import type { ApiKey } from '../providers/records.ts';
import { SecretStateBadge } from '../records/SecretStateBadge.tsx';
import { t } from '../texts/t.ts';

/**
 * The secrets of a key, newest first. After a rotation they show whether the app still uses the old one.
 */
export function ApiKeySecrets({ apiKey }: { apiKey: ApiKey }) {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return (
    <Panel title={t('Secrets')} flush>
      {isNarrow ? (
        <Cards title={t('Secrets')} rows={apiKey.secrets} card={(secret) => <SecretCard secret={secret} />} />
      ) : (
        <SecretTable apiKey={apiKey} />
      )}
    </Panel>
  );
}

type Secret = ApiKey['secrets'][number];

const SecretCard = ({ secret }: { secret: Secret }) => (
  <CardRow
    title={<span className="mono">{secret.prefix}…</span>}
    badge={<SecretStateBadge secret={secret} />}
    details={
      <>
        {t('Created')}: <TimeText at={secret.createdAt} />
        <br />
        {t('Last used')}: <TimeText at={secret.lastUsedAt} ago none={t('never')} />{' '}
        {secret.lastUsedFrom !== null && <bdi className="mono">{secret.lastUsedFrom}</bdi>}
      </>
    }
  />
);

const SecretTable = ({ apiKey }: { apiKey: ApiKey }) => (
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
);
