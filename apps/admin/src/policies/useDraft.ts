import { useEffect, useMemo, useState } from 'react';
import { onSignedOut } from '../providers/authClient.ts';
import type { Policy, PolicyRules } from '../providers/records.ts';
import { type Draft, draftOf, readDraft, type Reading } from './draft.ts';
import { mergeRules } from './policyChanges.ts';
import type { TopicId } from './describePolicy.ts';

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

/** A draft that is not published yet, and the policy that it began with. */
interface HeldDraft {
  base: Policy;
  draft: Draft;
}

let held: HeldDraft | null = null;
// The next person at this machine starts with no draft.
onSignedOut(() => {
  held = null;
});

/** The draft of this tab: it waits while its author looks at a withdrawal or a user in between. */
const heldDraft = (): HeldDraft | null => held;

const holdDraft = (next: HeldDraft | null): void => {
  held = next;
};
