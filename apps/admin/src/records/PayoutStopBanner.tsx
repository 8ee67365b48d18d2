import { lazy, Suspense } from 'react';
import { usePayoutStop } from './useSummary.ts';

// Loaded when it is needed: payouts are rarely stopped.
const PayoutStopAlert = lazy(async () => ({
  default: (await import('./PayoutStopAlert.tsx')).PayoutStopAlert,
}));

/** Says that all payouts are stopped, and offers to resume them; nothing otherwise. */
export function PayoutStopBanner() {
  const stop = usePayoutStop();
  return (
    stop && (
      <Suspense>
        <PayoutStopAlert stop={stop} />
      </Suspense>
    )
  );
}
