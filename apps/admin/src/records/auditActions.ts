/** What each recorded action is called. */
export const ACTION_LABELS: Record<string, string> = {
  'auth.signIn': 'Signed in',
  'auth.signOut': 'Signed out',
  'auth.signInFailed': 'Wrong password',
  'auth.secondFactorAsked': 'Password right, second factor asked',
  'auth.secondFactorFailed': 'Wrong second factor',
  'auth.passwordChanged': 'Password changed',
  'auth.passwordChanged.refused': 'Password change refused',
  'auth.otherSessionsEnded': 'Other sessions ended',
  'auth.totpPrepared': 'Authenticator app prepared',
  'auth.totpPrepared.refused': 'Authenticator app refused',
  'auth.totpEnabled': 'Authenticator app turned on',
  'sessions.end': 'Own session ended',
  'sessions.endOthers': 'Own other sessions ended',
  'staff.endSession': 'Session of staff ended',
  'staff.endSessions': 'All sessions of staff ended',
  'staff.invite': 'Colleague invited',
  'staff.reissueInvite': 'Invitation reissued',
  'staff.revokeInvite': 'Invitation revoked',
  'staff.join': 'Invitation accepted',
  'staff.resetPassword': 'Password reset begun',
  'staff.passwordReset': 'Password reset',
  'staff.setRule': 'Second factor by role changed',
  'apiKeys.create': 'API key created',
  'apiKeys.rotate': 'API key rotated',
  'apiKeys.setAllowedAddresses': 'Addresses of an API key changed',
  'apiKeys.revoke': 'API key revoked',
  'currencies.create': 'Currency added',
  'currencies.setActive': 'Currency switched on or off',
  'currencies.sync': 'Currencies synced',
  'currencies.update': 'Currency edited',
  'payments.acknowledge': 'Flag taken off',
  'payments.cancel': 'Payment cancelled',
  'payments.markCompleted': 'Payment marked completed',
  'payments.markFailed': 'Payment marked failed',
  'policies.publish': 'Withdrawal policy published',
  'security.addPasskey': 'Passkey added',
  'security.renamePasskey': 'Passkey renamed',
  'security.removePasskey': 'Passkey removed',
  'security.newRecoveryCodes': 'New recovery codes made',
  'security.disableTotp': 'Authenticator app turned off',
  'security.lockout': 'Second factor locked',
  'security.reset': 'Second factors reset on the server',
  'users.revokeTokens': 'User tokens revoked',
  'withdrawals.payloadChanged': 'Withdrawal differs from what was requested',
  'withdrawals.refreshRate': 'New rate fixed',
  'withdrawals.payOut': 'Payout ordered',
  'reconciliations.start': 'Comparison with the provider started',
  'staff.create': 'Staff account created',
  'staff.deactivate': 'Staff account deactivated',
  'staff.reactivate': 'Staff account reactivated',
  'staff.setRole': 'Role changed',
  'suspense.credit': 'Suspense credited',
  'suspense.markReturned': 'Suspense returned',
  'suspense.writeOff': 'Suspense written off',
  'transactions.adjust': 'Balance adjusted',
  'transactions.bonus': 'Bonus given',
  'transactions.charge': 'User charged',
  'transactions.fee': 'Fee taken',
  'transactions.refund': 'Charge refunded',
  'users.anonymize': 'User anonymised',
  'users.create': 'User created',
  'users.freeze': 'User frozen',
  'users.unfreeze': 'User unfrozen',
  'users.token': 'User token minted',
  'users.update': 'User edited',
  'withdrawals.approve': 'Withdrawal approved',
  'withdrawals.cancel': 'Withdrawal cancelled',
  'withdrawals.complete': 'Withdrawal completed',
  'withdrawals.create': 'Withdrawal requested',
  'withdrawals.reject': 'Withdrawal rejected',
  'withdrawals.returnToApproved': 'Withdrawal returned to approved',
  'withdrawals.startProcessing': 'Payout started',
};

/**
 * A recorded action for people; one that is not in the table is spelled out: `transactions.adjust` is
 * "Transactions: adjust".
 */
export function actionLabel(action: string): string {
  const known = ACTION_LABELS[action];
  if (known) return known;
  const words = action
    .replaceAll('.', ': ')
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
