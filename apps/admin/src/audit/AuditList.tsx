import { Box } from '@mui/material';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { EmptyState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { FilterBar, ActiveFilterChip } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter } from '../filters/SelectFilter.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { RECENCIES } from '../providers/filterRanges.ts';
import { setSearchReadings } from '../providers/serverFilter.ts';
import type { AuditEntry } from '../providers/records.ts';
import { ACTION_LABELS } from '../records/auditActions.ts';
import { auditReadings, describeAudit } from '../records/describeAudit.ts';
import { ActorText } from '../records/people.tsx';
import { ChainPanel } from './ChainPanel.tsx';
import { SubjectLink } from '../records/SubjectLink.tsx';
import { subjectLabel } from '../records/SubjectLink.tsx';
import { t } from '../texts/t.ts';

const ACTOR_KINDS = [
  { id: 'staff', name: t('Staff') },
  { id: 'service', name: t('Apps') },
  { id: 'user', name: t('Customers') },
  { id: 'system', name: t('The desk') },
];

const SUBJECTS = [
  'withdrawal',
  'payment',
  'suspense',
  'transaction',
  'user',
  'currency',
  'policy',
  'staff',
  'invite',
  'apiKey',
  'webhookEndpoint',
  'export',
  'system',
].map((id) => ({ id, name: subjectLabel(id) }));
const ACTIONS = Object.entries(ACTION_LABELS)
  .map(([id, name]) => ({ id, name }))
  .toSorted((one, other) => one.name.localeCompare(other.name));

setSearchReadings('audit', auditReadings);

const more: readonly FilterField[] = [{ kind: 'dates', label: t('Time') }];

const filters = (
  <FilterBar
    search={<SearchFilter hint={t('“switched off”, name, id, note…')} />}
    chips={
      <>
        <ChipFilter name="actorKind" label={t('Who')} choices={ACTOR_KINDS} />
        <ActiveFilterChip name="actorId" label={t('By')} />
        <ActiveFilterChip name="subjectId" label={t('About')} />
        <ActiveFilterChip name="ipAddress" label={t('From address')} />
      </>
    }
    more={more}
  >
    <SelectFilter name="action" label={t('Action')} choices={ACTIONS} />
    <SelectFilter name="subjectKind" label={t('What')} choices={SUBJECTS} />
    <SelectFilter name="recency" label={t('Time')} choices={RECENCIES} />
  </FilterBar>
);

const Open = ({ entry }: { entry: AuditEntry }) => (
  <RowLink resource="audit" id={entry.id} title={entry.action} wrap>
    {describeAudit(entry)}
  </RowLink>
);

const columns: readonly Column<AuditEntry>[] = [
  { key: 'Time', label: t('Time'), sort: 'createdAt', render: (entry) => <TimeText at={entry.createdAt} /> },
  { key: 'Action', label: t('Action'), render: (entry) => <Open entry={entry} /> },
  {
    key: 'Who',
    label: t('Who'),
    // Else the sentences leave a name one word a line.
    render: (entry) => (
      <Box component="span" sx={{ display: 'inline-block', minWidth: 140 }}>
        <ActorText actor={entry.actor} />
      </Box>
    ),
  },
  { key: 'What', label: t('What'), render: (entry) => <SubjectLink entry={entry} /> },
  {
    key: 'Note',
    label: t('Note'),
    from: 'md',
    render: (entry) => <Ellipsis text={entry.note ?? '–'} width={260} />,
  },
];

/** Who did what, and when. */
export const AuditList = () => (
  <>
    <ListPage<AuditEntry>
      resource="audit"
      title={t('Audit')}
      hint={t('Who did what. Entries are never changed or removed.')}
      filters={filters}
      sort={{ field: 'createdAt', order: 'DESC' }}
      columns={columns}
      card={(entry) => (
        <CardRow
          title={<Open entry={entry} />}
          badge={<TimeText at={entry.createdAt} ago />}
          details={
            <>
              <ActorText actor={entry.actor} /> · <SubjectLink entry={entry} />
            </>
          }
        />
      )}
      nameOf={describeAudit}
      empty={<EmptyState title={t('No entries yet.')} />}
    />
    <Box sx={{ mt: 2, maxWidth: 720 }}>
      <ChainPanel />
    </Box>
  </>
);
