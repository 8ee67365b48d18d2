import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Skeleton } from '@mui/material';
import { ListBase } from 'react-admin';
import { FormLink } from '../commands/FormLink.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { EmptyState, ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { CardRow } from '../lists/Cards.tsx';
import { type Column, ListBody } from '../lists/ListBody.tsx';
import { ListPagination } from '../lists/ListPagination.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import type { Policy } from '../providers/records.ts';
import { PolicyWarnings } from '../records/PolicyWarnings.tsx';
import { useCurrentPolicy } from '../records/useCurrentPolicy.ts';
import { PolicyTopics } from './PolicyTopics.tsx';
import { t } from '../texts/t.ts';
import { PublishedBy } from './PublishedBy.tsx';

const nameOf = ({ version }: Policy): string => t('Version {version}', { version: String(version) });
const VersionBadge = ({ policy }: { policy: Policy }) =>
  policy.isCurrent ? (
    <Badge color="success">{t('Current')}</Badge>
  ) : (
    <Badge color="secondary">{t('Replaced')}</Badge>
  );

const columns: readonly Column<Policy>[] = [
  {
    key: 'Version',
    label: t('Version'),
    sort: 'version',
    render: (policy) => (
      <RowLink resource="policies" id={policy.id}>
        {nameOf(policy)}
      </RowLink>
    ),
  },
  { key: 'State', label: t('State'), render: (policy) => <VersionBadge policy={policy} /> },
  { key: 'Published', label: t('Published'), render: (policy) => <TimeText at={policy.publishedAt} /> },
  {
    key: 'By',
    label: t('By'),
    render: (policy) => <Ellipsis text={policy.publishedBy ?? '–'} width={160} />,
  },
  { key: 'Why', label: t('Why'), render: (policy) => <Ellipsis text={policy.note} width={320} /> },
];

/** The current withdrawal policy and its versions. */
export function PolicyPage() {
  const { policy, error, refetch } = useCurrentPolicy();
  return (
    <ListBase<Policy>
      resource="policies"
      sort={{ field: 'version', order: 'DESC' }}
      perPage={10}
      exporter={false}
      queryOptions={{ onError: () => undefined }}
    >
      <PageHeader
        title={t('Withdrawal policy')}
        badge={
          policy && <Badge color="success">{policy.version === 0 ? t('Initial') : nameOf(policy)}</Badge>
        }
        hint={t('Decides whether a withdrawal may be paid, and who must approve it.')}
        actions={
          <FormLink
            action="policies.publish"
            to="/policies/create"
            label={t('Edit policy')}
            icon={<EditIcon />}
          />
        }
      />
      {policy && <PolicyWarnings rules={policy.rules} />}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Panel title={t('Current policy')}>
          {error && !policy && <ErrorState error={error} onRetry={() => void refetch()} />}
          {!error && !policy && (
            <Box role="status" aria-label={t('Loading')}>
              <Skeleton height={28} />
              <Skeleton height={28} />
              <Skeleton height={28} />
            </Box>
          )}
          {policy && <PolicyTopics rules={policy.rules} />}
          {policy && (
            <Box sx={{ mt: 1.5, color: 'text.secondary', fontSize: '0.88rem' }}>
              <Origin policy={policy} />
            </Box>
          )}
        </Panel>
        <Panel title={t('Versions')} flush>
          <ListBody<Policy>
            title={t('Versions')}
            columns={columns}
            card={(row) => (
              <CardRow
                title={
                  <RowLink resource="policies" id={row.id}>
                    {nameOf(row)}
                  </RowLink>
                }
                badge={<VersionBadge policy={row} />}
                amount={<TimeText at={row.publishedAt} />}
                details={
                  <Box
                    component="span"
                    sx={{
                      display: '-webkit-box',
                      WebkitLineClamp: 3,
                      WebkitBoxOrient: 'vertical',
                      overflow: 'hidden',
                    }}
                  >
                    <bdi>{row.publishedBy}</bdi>: <bdi>{row.note}</bdi>
                  </Box>
                }
              />
            )}
            empty={
              <EmptyState title={t('No versions yet.')}>
                {t('Until one is published, the desk’s settings apply.')}
              </EmptyState>
            }
            defaultFilter={undefined}
            nameOf={nameOf}
          />
        </Panel>
      </Box>
      <ListPagination />
    </ListBase>
  );
}

const Origin = ({ policy }: { policy: Policy }) =>
  policy.publishedAt === null ? (
    t('From the desk’s settings; no version was published yet.')
  ) : (
    <PublishedBy policy={policy} />
  );
