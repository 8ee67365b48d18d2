import type { StaffRole } from '@paydesk/types/rules';

/** What each role may do; each has all that the one before it has. */
export const ROLE_CHOICES: readonly { id: StaffRole; name: string }[] = [
  { id: 'viewer', name: 'Viewer: reads everything' },
  { id: 'operator', name: 'Operator: and payments, suspense, currencies, users' },
  { id: 'approver', name: 'Approver: and withdrawals' },
  { id: 'admin', name: 'Admin: and staff, API keys, postings by hand' },
];

/** The role of that name; the least one for anything else, which the list of choices does not offer. */
export const roleNamed = (name: string | undefined): StaffRole =>
  ROLE_CHOICES.find(({ id }) => id === name)?.id ?? 'viewer';
