import { QueryClient } from '@tanstack/react-query';
import { statusOf } from './httpError.ts';

/** Reads are retried only when the desk did not answer or broke: a refusal stays a refusal. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => failures < 2 && (statusOf(error) === 0 || statusOf(error) >= 500),
    },
  },
});
