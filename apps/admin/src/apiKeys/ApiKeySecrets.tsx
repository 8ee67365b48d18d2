import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { ApiKey } from '../providers/records.ts';
import { SecretStateBadge } from '../records/SecretStateBadge.tsx';

/**
 * The secrets of a key, newest first. After a rotation they show whether the app still uses the old one.
 */
export const ApiKeySecrets = ({ apiKey }: { apiKey: ApiKey }) => (
  <Panel title="Secrets" flush>
    <Table size="small" aria-label="Secrets">
      <TableHead>
        <TableRow>
          <TableCell>Prefix</TableCell>
          <TableCell>State</TableCell>
          <TableCell>Last used</TableCell>
          <TableCell>Used from</TableCell>
          <TableCell>Created</TableCell>
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
              <TimeText at={secret.lastUsedAt} ago none="never" />
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
