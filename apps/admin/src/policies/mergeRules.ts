import type { PolicyRules } from '../providers/records.ts';
import type { TopicId } from './policyWords.ts';

export interface Merged {
  rules: PolicyRules;
  /** Topics that both have changed, each in another way: mine was kept. */
  conflicts: TopicId[];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

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
