import { CLAIM_PERMISSIONS, type ClaimSubject, type Permission } from '@paydesk/types/rules';
import { useGetList } from 'react-admin';
import { shortUsd } from '../fields/formats.ts';
import { listPath, queuePath, rowPath } from '../fields/links.tsx';
import { READ_LATER } from '../providers/affectedQueries.ts';
import { listMetaOf } from '../providers/listMeta.ts';
import { useMay } from '../providers/permissions.ts';
import type {
  ChangeRequest,
  Claim,
  Payment,
  ResourceName,
  SuspenseItem,
  Withdrawal,
} from '../providers/records.ts';
import { useSession } from '../providers/session.ts';
import { attentionDetails } from '../records/paymentAttention.ts';
import { isPriceless, receivedText } from '../records/suspenseAmounts.ts';
import { SUSPENSE_REASON_NAMES } from '../records/suspenseReasons.ts';
import { useClaims } from '../records/useClaims.ts';
import { usePayoutStop } from '../records/useSummary.ts';
import { useServerSentence } from '../texts/serverSentence.ts';
import { t } from '../texts/t.ts';

/** One row that waits for the person. */
export interface InboxItem {
  id: string;
  text: string;
  /** Since when, ISO 8601. */
  at: string;
  to: string;
  /** The person has put it there themselves: it is no news. */
  isOwn?: boolean;
}

export interface InboxGroup {
  key: string;
  title: string;
  /** All of them; the newest are in `items`. */
  count: number;
  /** More than the desk counts. */
  isMore: boolean;
  items: readonly InboxItem[];
  /** The list that has exactly these rows. */
  to: string;
}

/** Of each group, the newest so many rows are read. */
const ITEMS_READ = 10;

/**
 * What waits for this person: each group is a list with a filter, so that the counts are those of the lists. A group
 * that is known and empty is among them.
 */
export function useInbox(): InboxGroup[] {
  const written = useServerSentence();
  const groups = [
    useGroup<Withdrawal>({
      resource: 'withdrawals',
      permission: 'withdrawals.approve',
      title: t('Withdrawals to approve'),
      filter: { forMe: true },
      describe: ({ amountUsd, currencyDisplayName }) => sumIn(amountUsd, currencyDisplayName),
    }),
    useGroup<ChangeRequest>({
      resource: 'changeRequests',
      permission: 'changeRequests.decide',
      title: t('Change requests to decide'),
      filter: { forMe: true },
      describe: ({ summary }) => written(summary),
    }),
    useGroup<SuspenseItem>({
      resource: 'suspense',
      permission: 'suspense.resolve',
      title: t('Suspense to resolve'),
      filter: { status: 'open' },
      describe: (item) =>
        `${SUSPENSE_REASON_NAMES[item.reason]}: ${isPriceless(item) ? receivedText(item) : shortUsd(item.amountUsd)}`,
    }),
    useGroup<Payment>({
      resource: 'payments',
      permission: 'payments.settle',
      title: t('Payments that need attention'),
      filter: { needsAttention: true },
      describe: ({ amountUsd, currencyDisplayName, needsAttention }) =>
        [sumIn(amountUsd, currencyDisplayName), needsAttention && attentionDetails(needsAttention).name]
          .filter(Boolean)
          .join(' · '),
    }),
    ...useOwnClaims(),
    useStoppedPayouts(),
  ];
  return groups.filter((group) => group !== null);
}

const sumIn = (amountUsd: string, currency: string): string =>
  t('{amount} in {currency}', { amount: shortUsd(amountUsd), currency });

interface GroupPlan<Row> {
  resource: ResourceName;
  permission: Permission;
  title: string;
  filter: Record<string, unknown>;
  describe: (row: Row) => string;
}

function useGroup<Row extends { id: string; createdAt: string }>({
  resource,
  permission,
  title,
  filter,
  describe,
}: GroupPlan<Row>): InboxGroup | null {
  const enabled = useMay()(permission);
  const list = useGetList<Row>(
    resource,
    {
      pagination: { page: 1, perPage: ITEMS_READ },
      sort: { field: 'createdAt', order: 'DESC' },
      filter,
    },
    { enabled, meta: READ_LATER },
  );
  const { data } = list;
  if (!enabled || data === undefined) return null;
  const { total = data.length, totalIsEstimate = false } = listMetaOf(list);
  return {
    key: resource,
    title,
    count: total,
    isMore: totalIsEstimate,
    items: data.map((row) => ({
      id: row.id,
      text: describe(row),
      at: row.createdAt,
      to: rowPath(resource, row.id),
    })),
    to: queuePath(resource, filter),
  };
}

interface ClaimTexts {
  resource: ResourceName;
  title: string;
  taken: string;
  handedOver: (name: string) => string;
}

const CLAIM_RESOURCES: Record<ClaimSubject, ClaimTexts> = {
  withdrawal: {
    resource: 'withdrawals',
    title: t('Withdrawals that are yours'),
    taken: t('A withdrawal that you have taken'),
    handedOver: (name) => t('A withdrawal, handed over by {name}', { name }),
  },
  suspense: {
    resource: 'suspense',
    title: t('Suspense that is yours'),
    taken: t('A suspense item that you have taken'),
    handedOver: (name) => t('A suspense item, handed over by {name}', { name }),
  },
  changeRequest: {
    resource: 'changeRequests',
    title: t('Change requests that are yours'),
    taken: t('A change request that you have taken'),
    handedOver: (name) => t('A change request, handed over by {name}', { name }),
  },
};

function useOwnClaims(): (InboxGroup | null)[] {
  const own = useSession()?.id;
  const may = useMay();
  const claims = useClaims()?.filter(({ staff }) => staff.id === own);
  return (Object.keys(CLAIM_RESOURCES) as ClaimSubject[]).map((kind) => {
    if (claims === undefined || !may(CLAIM_PERMISSIONS[kind].read)) return null;
    const texts = CLAIM_RESOURCES[kind];
    const ofKind = claims.filter(({ subjectKind }) => subjectKind === kind);
    return {
      key: `own ${kind}`,
      title: texts.title,
      count: ofKind.length,
      isMore: false,
      items: ofKind.slice(0, ITEMS_READ).map((claim) => claimItem(claim, texts)),
      to: listPath(texts.resource, { claim: 'mine' }),
    };
  });
}

const claimItem = (claim: Claim, { resource, taken, handedOver }: ClaimTexts): InboxItem => ({
  // Handed over again, it is news again.
  id: `${claim.subjectId} ${claim.claimedAt}`,
  text: claim.handedBy === null ? taken : handedOver(claim.handedBy.name),
  at: claim.claimedAt,
  to: rowPath(resource, claim.subjectId),
  isOwn: claim.handedBy === null,
});

/** All payouts are stopped, and this person may resume them. */
function useStoppedPayouts(): InboxGroup | null {
  const mayResume = useMay()('payouts.resume');
  const stop = usePayoutStop();
  if (!mayResume || stop === undefined) return null;
  const items =
    stop === null ? [] : [{ id: stop.stoppedAt, text: stop.note, at: stop.stoppedAt, to: '/withdrawals' }];
  return {
    key: 'payoutStop',
    title: t('Payouts are stopped'),
    count: items.length,
    isMore: false,
    items,
    to: '/withdrawals',
  };
}
