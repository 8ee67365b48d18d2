import { RowLink } from '../fields/links.tsx';
import { statusName } from '../fields/statusNames.ts';
import { permissionFor } from '../providers/neededPermissions.ts';
import { useMay } from '../providers/permissions.ts';
import type { ResourceName } from '../providers/records.ts';
import { t } from '../texts/t.ts';

interface Subject {
  subjectId: string | null;
  subjectKind: string;
}

/** The subject of an entry; a link for people who may open it. */
export function SubjectLink({ entry: { subjectId, subjectKind } }: { entry: Subject }) {
  const may = useMay();
  const name = subjectLabel(subjectKind);
  const resource = subjectResource(subjectKind);
  const needed = resource && permissionFor(resource, 'show');
  if (subjectId === null || resource === null || (needed !== null && !may(needed)))
    return <span title={subjectId ?? undefined}>{name}</span>;
  return (
    <RowLink resource={resource} id={subjectId} title={subjectId}>{`${name} ${subjectId.slice(-8)}`}</RowLink>
  );
}

const LABELS: Record<string, string> = {
  apiKey: t('API key'),
  changeRequest: t('Change request'),
  invite: t('Invitation'),
  policy: t('Withdrawal policy'),
  payment: t('Payment'),
  withdrawal: t('Withdrawal'),
  user: t('User'),
  currency: t('Currency'),
  suspense: t('Suspense'),
  transaction: t('Transaction'),
  balance: t('Balance'),
  staff: t('Staff'),
  system: t('The desk'),
  webhookEndpoint: t('Webhook endpoint'),
};

/** The display name of a kind of subject. */
export const subjectLabel = (kind: string): string => LABELS[kind] ?? statusName(kind);

const RESOURCES: Record<string, ResourceName> = {
  payment: 'payments',
  payments: 'payments',
  withdrawal: 'withdrawals',
  withdrawals: 'withdrawals',
  withdrawal_request: 'withdrawals',
  withdrawalRequest: 'withdrawals',
  user: 'users',
  users: 'users',
  currency: 'currencies',
  currencies: 'currencies',
  suspense: 'suspense',
  suspense_item: 'suspense',
  suspenseItem: 'suspense',
  transaction: 'transactions',
  transactions: 'transactions',
  balance: 'balances',
  staff: 'staff',
  api_key: 'apiKeys',
  apiKey: 'apiKeys',
  changeRequest: 'changeRequests',
  change_request: 'changeRequests',
  apiKeys: 'apiKeys',
  policy: 'policies',
  webhookEndpoint: 'webhookEndpoints',
  webhook_endpoint: 'webhookEndpoints',
};

/** The resource with the page of such a subject; null if there is none. */
const subjectResource = (kind: string): ResourceName | null => RESOURCES[kind] ?? null;
