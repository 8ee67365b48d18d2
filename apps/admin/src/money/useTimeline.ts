import { isActivePayment } from '@paydesk/types/rules';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TimelinePage } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

const LIVE_MS = 4000;

/** Whose timeline: a user's, or that of one payment. */
export interface TimelineOf {
  of: 'user' | 'payment';
  id: string;
}

/**
 * The timeline, newest first, as far as the person has loaded it, and where the money is. Events of the desk load it
 * again.
 */
export function useTimeline({ of, id }: TimelineOf) {
  const query = useInfiniteQuery({
    queryKey: ['timeline', of, id],
    queryFn: async ({ pageParam, signal }) => {
      const input = { id, ...(pageParam !== null && { cursor: pageParam }) };
      return of === 'user'
        ? await trpc.timeline.ofUser.query(input, { signal })
        : await trpc.timeline.ofPayment.query(input, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
    refetchOnMount: 'always',
    // New reports of the provider are no events. While the person reads older pages, they are not loaded again and again.
    refetchInterval: ({ state: { data } }) =>
      of === 'payment' && data?.pages.length === 1 && isOnItsWay(data.pages[0]) ? LIVE_MS : false,
  });
  return {
    entries: query.data?.pages.flatMap((page) => page.data),
    money: query.data?.pages[0]?.money ?? null,
    error: query.error,
    retry: () => void query.refetch(),
    hasOlder: query.hasNextPage,
    loadOlder: () => void query.fetchNextPage(),
    isLoadingOlder: query.isFetchingNextPage,
    olderFailed: query.isFetchNextPageError,
  };
}

/** Only a payment's page shows it at once; a user may have an open payment for days. */
const isOnItsWay = (page: TimelinePage | undefined): boolean =>
  page?.money?.payments.some(isActivePayment) === true;
