import { Skeleton } from '@mui/material';
import { storedPolicyRulesSchema } from '@paydesk/types';
import { useGetList } from 'react-admin';
import type { ChangeRequest, Policy, PolicyRules } from '../providers/records.ts';
import { PolicyDiff } from '../records/PolicyDiff.tsx';
import { useCurrentPolicy } from '../records/useCurrentPolicy.ts';
import { FactTable } from './FactTable.tsx';

const MOST = 100;

/** A new version of the withdrawal policy in sentences, compared with the version that it was based on. */
export function PolicyChange({ request }: { request: ChangeRequest }) {
  const { policy } = useCurrentPolicy();
  const { data, isPending } = useGetList<Policy>('policies', {
    pagination: { page: 1, perPage: MOST },
    sort: { field: 'version', order: 'DESC' },
  });
  const payload = readPayload(request.payload);
  if (isPending) return <Skeleton height={80} />;
  const base = [...(data ?? []), ...(policy ? [policy] : [])].find(
    ({ version }) => version === payload?.baseVersion,
  );
  return base && payload ? (
    <PolicyDiff before={base.rules} after={payload.rules} />
  ) : (
    <FactTable facts={request.facts} />
  );
}

/** Also one that was requested before some of the rules existed. */
function readPayload(payload: unknown): { baseVersion: number; rules: PolicyRules } | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { baseVersion, rules: given } = payload as { baseVersion?: unknown; rules?: unknown };
  const { data: rules } = storedPolicyRulesSchema.safeParse(given);
  return typeof baseVersion === 'number' && rules !== undefined ? { baseVersion, rules } : null;
}
