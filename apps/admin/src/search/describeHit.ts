import { statusLabel } from '@paydesk/types/rules';
import { age, shortUsd } from '../fields/formats.ts';
import type { SearchGroup, SearchHit } from '../providers/records.ts';
import { attentionDetails } from '../records/paymentAttention.ts';

type Resource = SearchGroup['resource'];

/** What a row is, in a few words: "$50.00 in BTC · Priya R.". */
export function titleOf(resource: Resource, hit: SearchHit): string {
  if (resource === 'currencies') return `${hit.currencyCode ?? ''} · ${hit.name ?? ''}`;
  if (hit.name !== null) return hit.name;
  const money = hit.amountUsd === null ? null : shortUsd(hit.amountUsd);
  const coin = hit.currencyCode === null || money === null ? hit.currencyCode : `in ${hit.currencyCode}`;
  return [[money, coin].filter(Boolean).join(' '), hit.userName].filter(Boolean).join(' · ');
}

/** Its state in a sentence, and what to do next if something waits. */
export function sentenceOf(resource: Resource, hit: SearchHit, now = new Date()): string {
  const since = hit.statusChangedAt ?? hit.createdAt;
  const status = hit.status === null ? null : statusLabel(hit.status);
  const waits = age(since, now);
  switch (resource) {
    case 'payments':
      return sentences(
        `${status} for ${waits}`,
        hit.suspenseAmountUsd !== null && hit.suspenseAmountUsd !== '0.00'
          ? `${shortUsd(hit.suspenseAmountUsd)} in suspense: credit or return it`
          : null,
        hit.needsAttention === null ? null : `${attentionDetails(hit.needsAttention).name}: look into it`,
      );
    case 'withdrawals':
      return sentences(`${status} for ${waits}`, NEXT_STEPS[hit.status ?? ''] ?? null);
    case 'suspense':
      return hit.status === 'open'
        ? sentences(`In suspense for ${age(hit.createdAt, now)}`, 'Credit it, return it or write it off')
        : sentences(`${status} ${waits} ago`);
    case 'transactions':
      return sentences(`${status}, ${age(hit.createdAt, now)} ago`);
    case 'changeRequests':
      return sentences(
        `${status}, requested ${age(hit.createdAt, now)} ago`,
        hit.status === 'waiting' ? 'It waits for a colleague' : null,
      );
    case 'users':
      return sentences(`${status ?? 'Active'}, known for ${age(hit.createdAt, now)}`);
    default:
      return sentences(status ?? '');
  }
}

const NEXT_STEPS: Record<string, string> = {
  pending: 'It waits for approval',
  approved: 'It waits to be paid out',
  processing: 'Record the payout when it is done',
};

const sentences = (...parts: readonly (string | null)[]) =>
  parts.filter((part) => part !== null && part !== '').join('. ');
