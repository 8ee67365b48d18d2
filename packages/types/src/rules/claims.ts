import type { Permission } from './permissions.ts';

/** What a person can take, and others see them look at. Named as in the audit log. */
export const CLAIM_SUBJECTS = ['withdrawal', 'suspense', 'changeRequest'] as const;
export type ClaimSubject = (typeof CLAIM_SUBJECTS)[number];

/** To see who has taken it and who looks at it, and to take it. */
export const CLAIM_PERMISSIONS: Record<ClaimSubject, { read: Permission; take: Permission }> = {
  withdrawal: { read: 'withdrawals.read', take: 'withdrawals.approve' },
  suspense: { read: 'suspense.read', take: 'suspense.resolve' },
  changeRequest: { read: 'changeRequests.read', take: 'changeRequests.decide' },
};

/** Of lists: what the caller has taken, or what no one has. */
export const CLAIM_FILTERS = ['mine', 'unclaimed'] as const;

/** Seconds between two reports of a page that someone looks at, and after which it counts as left. */
export const PRESENCE_HEARTBEAT_SECONDS = 25;
export const PRESENCE_EXPIRY_SECONDS = 70;

/** Someone who looks at a row at the moment. */
export interface Viewer {
  staffId: string;
  name: string;
  subjectKind: ClaimSubject;
  subjectId: string;
}
