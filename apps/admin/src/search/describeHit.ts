import { age, shortUsd } from '../fields/formats.ts';
import { statusName } from '../fields/statusNames.ts';
import type { SearchGroup, SearchHit } from '../providers/records.ts';
import { attentionDetails } from '../records/paymentAttention.ts';
import { t } from '../texts/t.ts';

type Resource = SearchGroup['resource'];

/** What a row is, in a few words: "$50.00 in BTC · Priya R.". */
export function titleOf(resource: Resource, hit: SearchHit): string {
  if (resource === 'currencies') return `${hit.currencyDisplayName ?? ''} · ${hit.name ?? ''}`;
  if (hit.name !== null) return hit.name;
  const money = hit.amountUsd === null ? null : shortUsd(hit.amountUsd);
  const sum =
    hit.currencyDisplayName === null || money === null
      ? (money ?? hit.currencyDisplayName)
      : t('{amount} in {currency}', { amount: money, currency: hit.currencyDisplayName });
  return [sum, hit.userName].filter(Boolean).join(' · ');
}

/** Its state in a sentence, and what to do next if something waits. */
export function sentenceOf(resource: Resource, hit: SearchHit, now = new Date()): string {
  const since = hit.statusChangedAt ?? hit.createdAt;
  const status = hit.status === null ? '' : statusName(hit.status);
  const waits = age(since, now);
  const known = age(hit.createdAt, now);
  switch (resource) {
    case 'payments':
      return sentences(
        statusSince(hit.status ?? '', status, waits),
        hit.suspenseAmountUsd !== null && hit.suspenseAmountUsd !== '0.00'
          ? t('{amount} in suspense: credit or return it', { amount: shortUsd(hit.suspenseAmountUsd) })
          : null,
        hit.needsAttention === null
          ? null
          : t('{flag}: look into it', { flag: attentionDetails(hit.needsAttention).name }),
      );
    case 'withdrawals':
      return sentences(statusSince(hit.status ?? '', status, waits), NEXT_STEPS[hit.status ?? ''] ?? null);
    case 'suspense':
      return hit.status === 'open'
        ? sentences(t('In suspense for {age}', { age: known }), t('Credit it, return it or write it off'))
        : sentences(t('{status} {age} ago', { status, age: waits }));
    case 'transactions':
      return sentences(t('{status}, {age} ago', { status, age: known }));
    case 'changeRequests':
      return sentences(
        t('{status}, requested {age} ago', { status, age: known }),
        hit.status === 'waiting' ? t('It waits for a colleague') : null,
      );
    case 'users':
      return sentences(t('{status}, known for {age}', { status: status || t('Active'), age: known }));
    default:
      return sentences(status);
  }
}

/** A row stays in these, so that since when says how long ago it ended. */
const ENDED = /^(completed|failed|expired|cancelled|refunded|rejected)$/;

const statusSince = (status: string, name: string, age: string): string =>
  ENDED.test(status)
    ? t('{status} {age} ago', { status: name, age })
    : t('{status} for {age}', { status: name, age });

const NEXT_STEPS: Record<string, string> = {
  pending: t('It waits for approval'),
  approved: t('It waits to be paid out'),
  processing: t('Record the payout when it is done'),
};

const sentences = (...parts: readonly (string | null)[]) =>
  parts.filter((part) => part !== null && part !== '').join('. ');
