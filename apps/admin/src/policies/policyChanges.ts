import type { PolicyRules } from '../providers/records.ts';
import { describePolicy, type TopicId } from './describePolicy.ts';

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
  const old = describePolicy(earlier);
  return describePolicy(later).flatMap(({ id, title, sentences, isWeak }, index) => {
    const before = old[index];
    if (before === undefined || same(before.sentences, sentences)) return [];
    return [{ id, title, before: before.sentences, after: sentences, weakens: isWeak && !before.isWeak }];
  });
}

interface Merged {
  rules: PolicyRules;
  /** Topics that both have changed, each in another way: mine was kept. */
  conflicts: TopicId[];
}

/**
 * Puts my changes on top of a policy that somebody else has published meanwhile: topics that I have not
 * touched are theirs, those that I have touched stay mine.
 *
 * @param base the policy that I started from
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
