import type { PolicyRules } from '../providers/records.ts';
import { policyWords, type TopicId } from './policyWords.ts';

/** One topic that two versions see differently, in sentences. */
export interface PolicyChange {
  id: TopicId;
  title: string;
  before: readonly string[];
  after: readonly string[];
  /** The later version takes a safeguard away that the earlier one had. */
  weakens: boolean;
}

/** What a version says otherwise than an earlier one; nothing where they mean the same. */
export function policyChanges(earlier: PolicyRules, later: PolicyRules): PolicyChange[] {
  const old = policyWords(earlier);
  return policyWords(later).flatMap(({ id, title, sentences, isWeak }, index) => {
    const before = old[index];
    if (before === undefined || same(before.sentences, sentences)) return [];
    return [{ id, title, before: before.sentences, after: sentences, weakens: isWeak && !before.isWeak }];
  });
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((sentence, index) => sentence === b[index]);
