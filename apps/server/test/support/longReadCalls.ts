import { procedures } from './http.ts';

/** Everything that shows many rows, or what they come to. */
const OF_MANY_ROWS = /^(dashboard|search|timeline)\.|\.(list|totals|findings)$/;

/** A call of every procedure that reads many rows. */
export function longReadCalls({ userId, paymentId }: { userId: string; paymentId: string }) {
  const inputs: Record<string, object | undefined> = {
    'dashboard.summary': undefined,
    'dashboard.health': undefined,
    'dashboard.range': {
      from: '2026-01-01',
      until: '2026-01-08',
      timeZone: 'UTC',
      compareTo: 'previousPeriod',
    },
    'search.find': { query: 'some words' },
    'timeline.ofUser': { id: userId },
    'timeline.ofPayment': { id: paymentId },
  };
  return [...procedures.keys()]
    .filter((path) => OF_MANY_ROWS.test(path))
    .map((path) => ({ path, input: path in inputs ? inputs[path] : {} }));
}
