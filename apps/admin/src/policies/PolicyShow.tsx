import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useGetList } from 'react-admin';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { Policy } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { PolicyWarnings } from '../records/PolicyWarnings.tsx';
import { PolicyDiff } from '../records/PolicyDiff.tsx';
import { PolicyTopics } from './PolicyTopics.tsx';
import { t } from '../texts/t.ts';
import { PublishedBy } from './PublishedBy.tsx';

/** One version: its rules, and what it changed. */
export const PolicyShow = () => (
  <ShowPage<Policy> resource="policies">
    {(policy) => (
      <>
        <PageHeader
          title={t('Withdrawal policy, version {version}', { version: String(policy.version) })}
          badge={
            policy.isCurrent ? (
              <Badge color="success">{t('Current')}</Badge>
            ) : (
              <Badge color="secondary">{t('Replaced')}</Badge>
            )
          }
          hint={<PublishedBy policy={policy} />}
        />
        {policy.isCurrent && <PolicyWarnings rules={policy.rules} />}
        <PageColumns
          main={
            <Panel title={t('Rules')}>
              <PolicyTopics rules={policy.rules} />
            </Panel>
          }
          side={
            <>
              <Compared key={policy.id} policy={policy} />
              <AuditPanel subjectId={policy.id} />
            </>
          }
        />
      </>
    )}
  </ShowPage>
);

const MOST = 100;

/** The differences from another version: the previous one unless another is chosen. */
function Compared({ policy }: { policy: Policy }) {
  const { data = [], isPending } = useGetList<Policy>('policies', {
    pagination: { page: 1, perPage: MOST },
    sort: { field: 'version', order: 'DESC' },
  });
  const others = data.filter(({ version }) => version !== policy.version);
  const [chosen, choose] = useState<number | null>(null);
  const other = others.find(({ version }) => version === (chosen ?? policy.version - 1)) ?? others[0];
  return (
    <Panel
      title={t('What changed')}
      action={
        others.length > 0 && (
          <TextField
            select
            label={t('Compared with')}
            value={other?.version ?? ''}
            onChange={(event) => choose(Number(event.target.value))}
            sx={{ minWidth: 150, mt: 0.5 }}
          >
            {others.map(({ version }) => (
              <MenuItem key={version} value={version}>
                {t('Version {version}', { version: String(version) })}
              </MenuItem>
            ))}
          </TextField>
        )
      }
    >
      {!isPending &&
        other === undefined &&
        t('This is the only version. Before it, the desk’s settings applied.')}
      {other &&
        (other.version < policy.version ? (
          <PolicyDiff before={other.rules} after={policy.rules} />
        ) : (
          <PolicyDiff before={policy.rules} after={other.rules} />
        ))}
    </Panel>
  );
}
