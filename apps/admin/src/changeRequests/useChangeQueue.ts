import { useGetList } from 'react-admin';
import type { Queue } from '../pages/QueueNav.tsx';
import type { ChangeRequest } from '../providers/records.ts';

const MOST = 100;

/** Where a request stands among those that wait for another person, oldest first. */
export function useChangeQueue(id: string): Queue {
  const { data = [] } = useGetList<ChangeRequest>('changeRequests', {
    pagination: { page: 1, perPage: MOST },
    sort: { field: 'createdAt', order: 'ASC' },
    filter: { status: 'waiting' },
  });
  const at = data.findIndex((request) => request.id === id);
  return {
    position: at === -1 ? null : at + 1,
    total: data.length,
    previousId: at === -1 ? null : (data[at - 1]?.id ?? null),
    // One that is decided leads on to the oldest that waits.
    nextId: at === -1 ? (data[0]?.id ?? null) : (data[at + 1]?.id ?? null),
  };
}
