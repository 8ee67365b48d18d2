import { QueryClient } from '@tanstack/react-query';

const statusOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : 0;

/** Reads are tried again only when the desk did not answer or broke: a refusal stays a refusal. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => failures < 2 && (statusOf(error) === 0 || statusOf(error) >= 500),
    },
  },
});
