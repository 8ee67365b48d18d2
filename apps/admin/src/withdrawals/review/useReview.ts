import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { trpc } from '../../providers/trpc.ts';

/** A prefetched review is shown immediately, and fetched again in the background. */
const PREFETCH_STALE_MS = 10_000;

/**
 * The review of one withdrawal. What others do appears by itself. The next one in the queue is prefetched.
 */
export function useReview(id: string) {
  const queryClient = useQueryClient();
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    ...reviewQuery(id),
  });
  const nextId = data?.queue.nextId ?? null;
  useEffect(() => {
    if (nextId !== null) void prefetchReview(queryClient, nextId);
  }, [nextId, queryClient]);
  return { review: data, error, refetch, receivedAt: dataUpdatedAt };
}

const reviewQuery = (id: string) =>
  queryOptions({
    queryKey: ['withdrawals', 'review', id],
    queryFn: () => trpc.withdrawals.review.query({ id }),
  });

const prefetchReview = (queryClient: QueryClient, id: string) =>
  queryClient.prefetchQuery({ ...reviewQuery(id), staleTime: PREFETCH_STALE_MS });
