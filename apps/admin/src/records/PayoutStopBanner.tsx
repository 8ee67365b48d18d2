import { lazy, Suspense } from 'react';
import { usePayoutStop } from './useSummary.ts';

// Loaded when it is needed: payouts are seldom stopped.
const PayoutStopAlert = lazy(async () => ({
  default: (await import('./PayoutStopAlert.tsx')).PayoutStopAlert,
}));

/** Says that all payouts are stopped, by whom and why, and offers to resume them; nothing otherwise. */
export function PayoutStopBanner() {
  const stop = usePayoutStop();
  if (!stop) return null;
  return (
    <Suspense>
      <PayoutStopAlert stop={stop} />
    </Suspense>
  );
}
