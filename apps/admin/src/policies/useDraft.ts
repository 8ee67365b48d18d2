import { useEffect, useMemo, useState } from 'react';
import { onSignedOut } from '../providers/authClient.ts';
import type { Policy, PolicyRules } from '../providers/records.ts';
import { type Draft, draftOf, readDraft, type Reading } from './draft.ts';
import { mergeRules } from '../records/policyChanges.ts';
import type { TopicId } from '../records/describePolicy.ts';

/** The result of applying a draft to a newer version. */
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
  /** Applies the draft's changes to a version that someone else has published. */
  rebase: (onto: Policy) => void;
  discard: (current: Policy) => void;
}

/** The draft of the policy: starts from the current version, or continues where it was left. */
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

/** Whether two sets of rules are equal; a draft with errors equals none. */
export const sameRules = (a: PolicyRules | null, b: PolicyRules): boolean =>
  a !== null && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** The server stores rules as `jsonb`, which does not keep the order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** A draft that is not published yet, and the version it is based on. */
interface HeldDraft {
  base: Policy;
  draft: Draft;
}

let held: HeldDraft | null = null;
// The next person on this machine starts without a draft.
onSignedOut(() => {
  held = null;
});

/** The draft of this tab: kept while the author visits other pages. */
const heldDraft = (): HeldDraft | null => held;

const holdDraft = (next: HeldDraft | null): void => {
  held = next;
};
