import type { PolicyRules } from '../providers/records.ts';
import { describePolicy, type TopicId } from './describePolicy.ts';

/** One topic that differs between two versions, in sentences. */
export interface PolicyChange {
  id: TopicId;
  title: string;
  before: readonly string[];
  after: readonly string[];
  /** The later version removes a safeguard of the earlier one. */
  weakens: boolean;
}

/** The topics that differ between two versions; empty if they mean the same. */
export function policyChanges(earlier: PolicyRules, later: PolicyRules): PolicyChange[] {
  const old = describePolicy(earlier);
  return describePolicy(later).flatMap(({ id, title, sentences, isWeak }, index) => {
    const before = old[index];
    if (before === undefined || same(before.sentences, sentences)) return [];
    return [{ id, title, before: before.sentences, after: sentences, weakens: isWeak && !before.isWeak }];
  });
}

interface Merged {
  rules: PolicyRules;
  /** Topics that both sides changed differently: mine was kept. */
  conflicts: TopicId[];
}

/**
 * Applies my changes to a policy that someone else has published since: topics that I have changed stay mine,
 * all others are theirs.
 *
 * @param base the policy that both started from
 */
export function mergeRules(base: PolicyRules, mine: PolicyRules, theirs: PolicyRules): Merged {
  const topics = Object.keys(base) as TopicId[];
  const mineChanged = topics.filter((topic) => !same(mine[topic], base[topic]));
  return {
    rules: { ...theirs, ...Object.fromEntries(mineChanged.map((topic) => [topic, mine[topic]])) },
    conflicts: mineChanged.filter(
      (topic) => !same(theirs[topic], base[topic]) && !same(theirs[topic], mine[topic]),
    ),
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
