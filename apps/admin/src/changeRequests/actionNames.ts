import { GOVERNED_ACTIONS, type GovernedAction } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

const NAMES: Record<GovernedAction, string> = {
  'transactions.adjust': t('Adjustment'),
  'transactions.bonus': t('Bonus'),
  'transactions.refund': t('Refund'),
  'payments.markCompleted': t('Payment marked completed'),
  'suspense.credit': t('Credit from suspense'),
  'policies.publish': t('Withdrawal policy'),
  'withdrawals.complete': t('Payout of another amount'),
  'withdrawals.resumePayouts': t('Resuming payouts'),
  'currencies.create': t('New currency'),
  'currencies.update': t('Currency fees and minimums'),
  'currencies.acceptChange': t('Network or contract of a currency'),
  'apiKeys.create': t('New API key'),
  'apiKeys.rotate': t('New API key secret'),
  'apiKeys.setAllowedAddresses': t('API key addresses'),
  'staff.create': t('New staff account'),
  'staff.invite': t('Invitation'),
  'staff.reissueInvite': t('New invitation link'),
  'staff.resetPassword': t('Password reset'),
  'staff.setRole': t('Staff role'),
  'staff.reactivate': t('Staff reactivation'),
  'staff.setRule': t('Second factor rule'),
  'users.anonymize': t('Anonymising a user'),
  'webhookEndpoints.create': t('Past events to a new webhook'),
  'webhookEndpoints.enable': t('Past events to a webhook that is enabled again'),
  'webhookEndpoints.replay': t('Past events to a webhook'),
};

/** What kind of change an action is. */
export const actionName = (action: GovernedAction): string => NAMES[action];

export const ACTION_CHOICES = GOVERNED_ACTIONS.map((id) => ({ id, name: actionName(id) }));
