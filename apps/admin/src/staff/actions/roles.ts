import type { StaffRole } from '@paydesk/types/rules';

/** What each role may do. Each role includes the one before it. */
export const ROLE_CHOICES: readonly { id: StaffRole; name: string }[] = [
  { id: 'viewer', name: 'Viewer: read everything' },
  { id: 'operator', name: 'Operator: plus payments, suspense, currencies, users' },
  { id: 'approver', name: 'Approver: plus withdrawals' },
  { id: 'admin', name: 'Admin: plus staff, API keys, manual postings' },
];

/** The role of that name; the lowest role for any other text. */
export const roleNamed = (name: string | undefined): StaffRole =>
  ROLE_CHOICES.find(({ id }) => id === name)?.id ?? 'viewer';
