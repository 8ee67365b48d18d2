import { Badge } from '../fields/Badge.tsx';
import type { Reconciliation } from '../providers/records.ts';

/** How a comparison stands; one that found unexplained differences never looks calm. */
export function ReconciliationStatusBadge({ run }: { run: Reconciliation }) {
  if (run.status === 'running') return <Badge color="info">Running</Badge>;
  if (run.status === 'failed') return <Badge color="danger">Given up</Badge>;
  return run.unexplained > 0 ? (
    <Badge color="danger">Differences</Badge>
  ) : (
    <Badge color="success">In agreement</Badge>
  );
}
