import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { trpc } from '../../providers/trpc.ts';

/** Others work through the same queue: what they did shows by itself. */
const REFRESH_MS = 15_000;
/** A neighbour that was fetched ahead is shown at once, and fetched again in the background. */
const AHEAD_MS = 10_000;

/**
 * The review of one withdrawal, kept fresh; the next one in the queue is fetched ahead, so that walking it
 * does not wait.
 */
export function useReview(id: string) {
  const queryClient = useQueryClient();
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    ...reviewQuery(id),
    refetchInterval: REFRESH_MS,
  });
  const nextId = data?.queue.nextId ?? null;
  useEffect(() => {
    if (nextId !== null) void fetchAhead(queryClient, nextId);
  }, [nextId, queryClient]);
  return { review: data, error, refetch, receivedAt: dataUpdatedAt };
}

const reviewQuery = (id: string) =>
  queryOptions({
    queryKey: ['withdrawals', 'review', id],
    queryFn: () => trpc.withdrawals.review.query({ id }),
  });

const fetchAhead = (queryClient: QueryClient, id: string) =>
  queryClient.prefetchQuery({ ...reviewQuery(id), staleTime: AHEAD_MS });
