import type { ChangeRequest } from '../providers/records.ts';
import { userIdOf } from './BalanceEffect.tsx';
import { FactTable } from './FactTable.tsx';
import { PolicyChange } from './PolicyChange.tsx';

/** The change in words: a policy in sentences, everything else value by value. */
export function ChangeDetails({ request }: { request: ChangeRequest }) {
  if (request.action === 'policies.publish') return <PolicyChange request={request} />;
  // The user and the amount are shown next to it.
  const isShown = userIdOf(request) !== null && request.amountUsd !== null;
  return (
    <FactTable
      facts={request.facts.filter(({ label }) => !isShown || (label !== 'User' && label !== 'Amount in USD'))}
    />
  );
}
