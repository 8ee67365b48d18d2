import { ActorText } from '../fields/ActorText.tsx';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { EmptyState } from '../fields/EmptyState.tsx';
import { RowLink } from '../fields/RowLink.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import { RECENCIES } from '../filters/recency.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter } from '../filters/SelectFilter.tsx';
import { CardRow } from '../layout/CardRow.tsx';
import type { Column } from '../layout/ListBody.tsx';
import { ListPage } from '../layout/ListPage.tsx';
import type { CsvColumn } from '../providers/exportCsv.ts';
import type { AuditEntry } from '../providers/wire.ts';
import { actionWords } from './actionWords.ts';
import { SubjectLink } from './SubjectLink.tsx';

const ACTOR_KINDS = [{ id: 'staff', name: 'Staff' }, { id: 'service', name: 'Apps' }, { id: 'user', name: 'Customers' }, { id: 'system', name: 'The desk' }];

const filters = (
  <FilterBar search={<SearchFilter hint="Action, note, id…" />} chips={<ChipFilter name="actorKind" label="Who" choices={ACTOR_KINDS} />}>
    <SelectFilter name="recency" label="Time" choices={RECENCIES} />
  </FilterBar>
);

const Open = ({ entry }: { entry: AuditEntry }) => <RowLink resource="audit" id={entry.id} title={entry.action}>{actionWords(entry.action)}</RowLink>;

const columns: readonly Column<AuditEntry>[] = [
  { label: 'Time', sort: 'createdAt', render: (entry) => <TimeText at={entry.createdAt} /> },
  { label: 'Action', render: (entry) => <Open entry={entry} /> },
  { label: 'Who', render: (entry) => <ActorText actor={entry.actor} /> },
  { label: 'What', render: (entry) => <SubjectLink entry={entry} /> },
  { label: 'Note', from: 'md', render: (entry) => <Ellipsis text={entry.note ?? '–'} width={260} /> },
];

const csv: readonly CsvColumn<AuditEntry>[] = [
  { heading: 'Time (UTC)', value: (row) => row.createdAt },
  { heading: 'Action', value: (row) => row.action },
  { heading: 'By', value: (row) => row.actor.name ?? row.actor.kind },
  { heading: 'By kind', value: (row) => row.actor.kind },
  { heading: 'Subject', value: (row) => row.subjectKind },
  { heading: 'Subject id', value: (row) => row.subjectId },
  { heading: 'Note', value: (row) => row.note },
  { heading: 'Address', value: (row) => row.ipAddress },
];

/** Who did what, and when. */
export const AuditList = () => (
  <ListPage<AuditEntry>
    resource="audit"
    title="Audit"
    hint="Who did what. Rows are only ever added."
    filters={filters}
    sort={{ field: 'createdAt', order: 'DESC' }}
    columns={columns}
    card={(entry) => <CardRow title={<Open entry={entry} />} badge={<TimeText at={entry.createdAt} ago />} details={<><ActorText actor={entry.actor} /> · <SubjectLink entry={entry} /></>} />}
    csv={csv}
    empty={<EmptyState title="Nothing has been done yet." />}
  />
);
