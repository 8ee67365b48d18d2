const WORDS: Record<string, string> = {
  'apiKeys.create': 'API key created', 'apiKeys.revoke': 'API key revoked',
  'currencies.create': 'Currency added', 'currencies.setActive': 'Currency switched on or off', 'currencies.sync': 'Currencies synced', 'currencies.update': 'Currency edited',
  'payments.acknowledge': 'Flag taken off', 'payments.cancel': 'Payment cancelled', 'payments.markCompleted': 'Payment marked completed', 'payments.markFailed': 'Payment marked failed',
  'policies.publish': 'Withdrawal policy published',
  'security.addPasskey': 'Passkey added', 'security.renamePasskey': 'Passkey renamed', 'security.removePasskey': 'Passkey removed', 'security.newRecoveryCodes': 'New recovery codes made', 'security.disableTotp': 'Authenticator app turned off', 'security.lockout': 'Second factor locked',
  'reconciliations.start': 'Comparison with the provider started',
  'staff.create': 'Staff account created', 'staff.deactivate': 'Staff account deactivated', 'staff.reactivate': 'Staff account reactivated', 'staff.setRole': 'Role changed',
  'suspense.credit': 'Suspense credited', 'suspense.markReturned': 'Suspense returned', 'suspense.writeOff': 'Suspense written off',
  'transactions.adjust': 'Balance adjusted', 'transactions.bonus': 'Bonus given', 'transactions.charge': 'User charged', 'transactions.fee': 'Fee taken', 'transactions.refund': 'Charge refunded',
  'users.anonymize': 'User anonymised', 'users.create': 'User created', 'users.freeze': 'User frozen', 'users.unfreeze': 'User unfrozen', 'users.token': 'User token minted', 'users.update': 'User edited',
  'withdrawals.approve': 'Withdrawal approved', 'withdrawals.cancel': 'Withdrawal cancelled', 'withdrawals.complete': 'Withdrawal completed', 'withdrawals.create': 'Withdrawal requested',
  'withdrawals.reject': 'Withdrawal rejected', 'withdrawals.returnToApproved': 'Withdrawal returned to approved', 'withdrawals.startProcessing': 'Payout started',
};

/** A recorded action for people; one that is not in the table is spelled out: `transactions.adjust` is "Transactions: adjust". */
export function actionWords(action: string): string {
  const known = WORDS[action];
  if (known) return known;
  const words = action.replaceAll('.', ': ').replaceAll('_', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
