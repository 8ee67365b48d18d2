import { type ChangeFact, formatUsd } from '@paydesk/types';
import { canonicalJson } from '../base/canonicalJson.ts';
import { DomainError } from '../base/domainError.ts';
import type { ChangeRequest } from '../models/ChangeRequest.ts';
import type { Assessment } from './governedAction.ts';

type Shown = Pick<Assessment, 'summary' | 'facts' | 'amountUsd'>;

/**
 * Compares what people read when they asked for and approved a change with the same assessment now: every fact with its
 * value before, the amount and the sentence. The input is frozen, so a difference is something that was changed since.
 * A plan therefore shows nothing that moves by itself, such as a balance. Refuses with CHANGED_MEANWHILE.
 */
export function requireUnchanged(request: ChangeRequest, now: Shown): void {
  const { summary, facts, amountUsd } = request;
  const [seen, current] = [factsByLabel(facts), factsByLabel(now.facts)];
  const changed = [...new Set([...seen.keys(), ...current.keys()])].filter(
    (label) => canonicalJson(seen.get(label) ?? null) !== canonicalJson(current.get(label) ?? null),
  );
  if (changed.length > 0)
    throw changedMeanwhile(
      changed.map((label) => difference(seen.get(label), current.get(label))).join(', '),
    );
  if (!isSameAmount(amountUsd, now.amountUsd))
    throw changedMeanwhile(`the amount was ${amountUsd} USD and is ${now.amountUsd} USD now`);
  if (summary !== now.summary) throw changedMeanwhile(`“${summary}” is “${now.summary}” now`);
}

const changedMeanwhile = (what: string) =>
  new DomainError('CHANGED_MEANWHILE', `this is no longer as it was shown: ${what}`);

/** In any order, and without fields that were sent as empty. */
const factsByLabel = (facts: readonly ChangeFact[]): Map<string, ChangeFact> =>
  new Map(
    facts.filter(({ before, after }) => before !== null || after !== null).map((one) => [one.label, one]),
  );

function difference(seen: ChangeFact | undefined, now: ChangeFact | undefined): string {
  const isNew = seen !== undefined && now !== undefined && seen.after !== now.after;
  // Without a fact there is nothing to change: the value is the one that was asked for.
  const [was, is] = isNew
    ? [seen.after, now.after]
    : [seen ? seen.before : now?.after, now ? now.before : seen?.after];
  return `${seen?.label ?? now?.label} was ${was ?? 'empty'} and is ${is ?? 'empty'} now`;
}

/** The database leaves zeros out. */
function isSameAmount(stored: string | null, now: string | undefined): boolean {
  if (stored === null || now === undefined) return stored === null && now === undefined;
  return formatUsd(stored) === formatUsd(now);
}
