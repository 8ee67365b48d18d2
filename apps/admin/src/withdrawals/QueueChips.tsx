import { Box, Chip } from '@mui/material';
import { useGetList, useListContext } from 'react-admin';
import { WITHDRAWAL_GROUP_CHOICES } from '../filters/choices.ts';
import { countText } from '../lists/ListPagination.tsx';
import { READ_LATER } from '../providers/affectedQueries.ts';
import { listMetaOf } from '../providers/listMeta.ts';
import type { Withdrawal } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/** The two queues with their counts, the closed withdrawals, and all of them. */
export function QueueChips() {
  const { filterValues, setFilters } = useListContext();
  const { statusGroup, status, ...others } = filterValues as Record<string, unknown>;
  const counts: Record<string, string | null> = { waiting: useCount('waiting'), toPay: useCount('toPay') };
  const chosen = status === undefined ? statusGroup : null;
  const choose = (group: string | undefined) =>
    setFilters(group === undefined ? others : { ...others, statusGroup: group }, [], false);
  return (
    <Box role="group" aria-label={t('Queue')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {WITHDRAWAL_GROUP_CHOICES.map(({ id, name }) => (
        <One
          key={id}
          label={counts[id] ? `${name} (${counts[id]})` : name}
          on={chosen === id}
          choose={() => choose(id)}
        />
      ))}
      <One label={t('All')} on={chosen === undefined} choose={() => choose(undefined)} />
    </Box>
  );
}

const One = ({ label, on, choose }: { label: string; on: boolean; choose: () => void }) => (
  <Chip
    component="button"
    type="button"
    label={label}
    clickable
    size="small"
    aria-pressed={on}
    color={on ? 'primary' : 'default'}
    variant={on ? 'filled' : 'outlined'}
    onClick={choose}
  />
);

/** The length of a queue; the server counts up to a limit ("100+"). Null while unknown. */
function useCount(statusGroup: 'waiting' | 'toPay'): string | null {
  const list = useGetList<Withdrawal>(
    'withdrawals',
    {
      pagination: { page: 1, perPage: 1 },
      sort: { field: 'createdAt', order: 'ASC' },
      filter: { statusGroup },
    },
    { meta: READ_LATER },
  );
  const { total, totalIsEstimate } = listMetaOf(list);
  return total === undefined ? null : countText(total, totalIsEstimate);
}
