import type { StaffRole } from '@paydesk/types/rules';
import type { StaffInvite } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/** The roles of staff, as labels. */
export const ROLE_NAMES: Record<StaffRole, string> = {
  viewer: t('Viewer'),
  operator: t('Operator'),
  approver: t('Approver'),
  admin: t('Admin'),
};

/** In a sentence that names the role: “The role admin was approved.” */
export const ROLE_WORDS: Record<StaffRole, string> = {
  viewer: t('viewer'),
  operator: t('operator'),
  approver: t('approver'),
  admin: t('admin'),
};

/** The states of an invitation, and of a link that resets a password. */
export const INVITE_STATE_NAMES: Record<StaffInvite['state'], string> = {
  open: t('Open'),
  used: t('Used'),
  revoked: t('Revoked'),
  expired: t('Expired'),
};
