import { notifyManager, QueryClient, timeoutManager } from '@tanstack/react-query';
import { gatheredTimers } from './gatheredTimers.ts';
import { statusOf } from './httpError.ts';

timeoutManager.setTimeoutProvider(gatheredTimers);

/** Reads are retried only when the desk did not answer or broke: a refusal stays a refusal. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => failures < 2 && (statusOf(error) === 0 || statusOf(error) >= 500),
    },
  },
});

let gathered: (() => void)[] | null = null;

/**
 * The notices of one moment about queries are delivered in one task. The library takes a timer for each: while a list
 * opens, more than five hundred, each of which costs the browser more than the notice.
 */
notifyManager.setScheduler((deliver) => {
  if (gathered === null) {
    const notices: (() => void)[] = [];
    gathered = notices;
    queueMicrotask(() => {
      gathered = null;
      setTimeout(() => {
        for (const notice of notices) deliverAlone(notice);
      }, 0);
    });
  }
  gathered.push(deliver);
});

/** One that fails must not keep the others, which had a timer of their own, from being delivered. */
function deliverAlone(notice: () => void): void {
  try {
    notice();
  } catch (error) {
    reportError(error);
  }
}
