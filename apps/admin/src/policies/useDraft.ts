import { useEffect, useMemo, useState } from 'react';
import type { Policy, PolicyRules } from '../providers/records.ts';
import { type Draft, draftOf, type Reading, readDraft } from './draft.ts';
import { heldDraft, holdDraft } from './heldDraft.ts';
import { mergeRules } from './mergeRules.ts';
import type { TopicId } from './policyWords.ts';

/** What came of bringing a draft over to a newer version. */
export interface Rebased {
  onto: Policy;
  conflicts: readonly TopicId[];
}

interface DraftState {
  base: Policy;
  draft: Draft;
  reading: Reading;
  isChanged: boolean;
  rebased: Rebased | null;
  edit: (draft: Draft) => void;
  /** Puts the draft's changes on top of a version that somebody else has published. */
  rebase: (onto: Policy) => void;
  discard: (current: Policy) => void;
}

/** The draft of the policy: begun with the one in force, or taken up again where it was left. */
export function useDraft(current: Policy): DraftState {
  const [{ base, draft }, setWork] = useState(
    () => heldDraft() ?? { base: current, draft: draftOf(current.rules) },
  );
  const [rebased, setRebased] = useState<Rebased | null>(null);
  const reading = useMemo(() => readDraft(draft), [draft]);
  const isChanged = !sameRules(reading.rules, base.rules);

  useEffect(() => holdDraft(isChanged ? { base, draft } : null), [isChanged, base, draft]);
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isChanged]);

  const begin = (from: Policy, rules: PolicyRules, outcome: Rebased | null) => {
    setWork({ base: from, draft: draftOf(rules) });
    setRebased(outcome);
  };
  return {
    base,
    draft,
    reading,
    isChanged,
    rebased,
    edit: (next) => setWork({ base, draft: next }),
    rebase: (onto) => {
      if (reading.rules === null) return;
      const { rules, conflicts } = mergeRules(base.rules, reading.rules, onto.rules);
      begin(onto, rules, { onto, conflicts });
    },
    discard: (from) => begin(from, from.rules, null),
  };
}

/** Whether two sets of rules say the same; a draft with mistakes is unlike any. */
export const sameRules = (a: PolicyRules | null, b: PolicyRules): boolean =>
  a !== null && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** The server keeps rules as `jsonb`, which orders the keys in its own way. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
