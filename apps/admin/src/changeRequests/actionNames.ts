import { GOVERNED_ACTIONS, type GovernedAction } from '@paydesk/types/rules';

const NAMES: Record<GovernedAction, string> = {
  'transactions.adjust': 'Adjustment',
  'transactions.bonus': 'Bonus',
  'transactions.refund': 'Refund',
  'payments.markCompleted': 'Payment marked completed',
  'suspense.credit': 'Credit from suspense',
  'policies.publish': 'Withdrawal policy',
  'withdrawals.complete': 'Payout of another amount',
  'withdrawals.resumePayouts': 'Resuming payouts',
  'currencies.create': 'New currency',
  'currencies.update': 'Currency fees and minimums',
  'currencies.acceptChange': 'Network or contract of a currency',
  'apiKeys.create': 'New API key',
  'apiKeys.rotate': 'New API key secret',
  'apiKeys.setAllowedAddresses': 'API key addresses',
  'staff.create': 'New staff account',
  'staff.invite': 'Invitation',
  'staff.reissueInvite': 'New invitation link',
  'staff.resetPassword': 'Password reset',
  'staff.setRole': 'Staff role',
  'staff.reactivate': 'Staff reactivation',
  'staff.setRule': 'Second factor rule',
  'users.anonymize': 'Anonymising a user',
  'webhookEndpoints.create': 'Past events to a new webhook',
  'webhookEndpoints.enable': 'Past events to a webhook, enabled',
  'webhookEndpoints.replay': 'Past events to a webhook',
};

/** What kind of change an action is. */
export const actionName = (action: GovernedAction): string => NAMES[action];

export const ACTION_CHOICES = GOVERNED_ACTIONS.map((id) => ({ id, name: actionName(id) }));
