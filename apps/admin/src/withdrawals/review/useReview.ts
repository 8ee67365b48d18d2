import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLogoutIfAccessDenied } from 'react-admin';
import type { DeskDataProvider } from '../../providers/dataProvider.ts';
import { useDesk } from '../../providers/useDesk.ts';
import type { WithdrawalReview } from '../../providers/wire.ts';

/** Others work through the same queue: what they did shows by itself. */
const REFRESH_MS = 15_000;
/** A neighbour that was fetched ahead is shown at once, and asked for again behind it. */
const AHEAD_MS = 10_000;

const query = (desk: DeskDataProvider, id: string) => ({
  queryKey: ['withdrawals', 'review', id],
  queryFn: async (): Promise<WithdrawalReview> => await desk.reviewWithdrawal({ id }),
});

/**
 * The review of one withdrawal, kept fresh; the next one in the queue is fetched ahead, so that walking it
 * does not wait.
 */
export function useReview(id: string) {
  const desk = useDesk();
  const queryClient = useQueryClient();
  const leaveIfSignedOut = useLogoutIfAccessDenied();
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    ...query(desk, id),
    refetchInterval: REFRESH_MS,
  });
  useEffect(() => {
    if (error) void leaveIfSignedOut(error);
  }, [error, leaveIfSignedOut]);
  const nextId = data?.queue.nextId ?? null;
  useEffect(() => {
    if (nextId !== null) void fetchAhead(queryClient, desk, nextId);
  }, [nextId, queryClient, desk]);
  return { review: data, error, refetch, receivedAt: dataUpdatedAt };
}

const fetchAhead = (queryClient: QueryClient, desk: DeskDataProvider, id: string) =>
  queryClient.prefetchQuery({ ...query(desk, id), staleTime: AHEAD_MS });
