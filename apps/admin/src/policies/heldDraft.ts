import { onSignedOut } from '../providers/authClient.ts';
import type { Policy } from '../providers/records.ts';
import type { Draft } from './draft.ts';

/** A draft that is not published yet, and the policy that it began with. */
export interface HeldDraft {
  base: Policy;
  draft: Draft;
}

let held: HeldDraft | null = null;
// The next person at this machine starts with no draft.
onSignedOut(() => {
  held = null;
});

/** The draft of this tab: it waits while its author looks at a withdrawal or a user in between. */
export const heldDraft = (): HeldDraft | null => held;

export const holdDraft = (next: HeldDraft | null): void => {
  held = next;
};
