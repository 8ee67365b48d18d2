import type { StaffRole } from '@paydesk/types/rules';
import { t } from '../../texts/t.ts';

/** What each role may do. Each role includes the one before it. */
export const ROLE_CHOICES: readonly { id: StaffRole; name: string }[] = [
  { id: 'viewer', name: t('Viewer: read everything') },
  { id: 'operator', name: t('Operator: plus payments, suspense, currencies, users') },
  { id: 'approver', name: t('Approver: plus withdrawals') },
  { id: 'admin', name: t('Admin: plus staff, API keys, manual postings') },
];

/** The role of that name; the lowest role for any other text. */
export const roleNamed = (name: string | undefined): StaffRole =>
  ROLE_CHOICES.find(({ id }) => id === name)?.id ?? 'viewer';
