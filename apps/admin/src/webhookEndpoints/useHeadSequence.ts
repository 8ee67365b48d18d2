import { useQuery } from '@tanstack/react-query';
import { useMay } from '../providers/permissions.ts';
import { trpc } from '../providers/trpc.ts';

/** The sequence of the newest event; undefined until known. */
export function useHeadSequence(): number | undefined {
  const enabled = useMay()('events.read');
  const { data } = useQuery({
    queryKey: ['webhookEndpoints', 'headSequence'],
    queryFn: async () => Number((await trpc.events.list.query({ after: 'now', limit: 1 })).nextCursor),
    enabled,
  });
  return data;
}
