/**
 * What kind of action a mutation is. The class decides what staff need for it: see `CLASS_RULES`.
 *
 * - `routine`: a session is enough. Moves no money, weakens nothing, locks no one out.
 * - `createsBalance`: adds to a user's balance. Alone up to a limit; above it another person is needed.
 * - `guard`: may weaken what protects money: policy, roles, API keys, fees. Another admin is needed.
 * - `irreversible`: cannot be undone, such as anonymising a user.
 * - `emergency`: stops something, at once and by one person; another person can start it again.
 * - `moneyOut`: a step of a withdrawal, under the policy and its four-eyes rule.
 */
export const ACTION_CLASSES = [
  'routine',
  'createsBalance',
  'guard',
  'irreversible',
  'emergency',
  'moneyOut',
] as const;
export type ActionClass = (typeof ACTION_CLASSES)[number];

/** The class of every mutation, by its path. A test compares it with the routers. */
export const MUTATION_CLASSES = {
  'currencies.create': 'guard',
  'currencies.update': 'guard',
  'currencies.acceptChange': 'guard',
  'currencies.setActive': 'emergency',
  'currencies.sync': 'routine',
  'payments.create': 'routine',
  'payments.refresh': 'routine',
  'payments.confirm': 'routine',
  'payments.cancel': 'routine',
  'payments.markCompleted': 'createsBalance',
  'payments.markFailed': 'routine',
  'payments.acknowledge': 'routine',
  'payments.addNote': 'routine',
  'suspense.credit': 'createsBalance',
  'suspense.markReturned': 'irreversible',
  'suspense.writeOff': 'irreversible',
  'suspense.addNote': 'routine',
  'reconciliations.start': 'routine',
  'balances.verify': 'routine',
  'transactions.charge': 'irreversible',
  'transactions.refund': 'createsBalance',
  'transactions.bonus': 'createsBalance',
  'transactions.fee': 'irreversible',
  'transactions.adjust': 'createsBalance',
  'withdrawals.create': 'moneyOut',
  'withdrawals.cancel': 'emergency',
  'withdrawals.approve': 'moneyOut',
  'withdrawals.approveMany': 'moneyOut',
  'withdrawals.reject': 'emergency',
  'withdrawals.rejectMany': 'emergency',
  'withdrawals.refreshRate': 'moneyOut',
  'withdrawals.startProcessing': 'moneyOut',
  'withdrawals.payOut': 'moneyOut',
  'withdrawals.complete': 'moneyOut',
  'withdrawals.returnToApproved': 'moneyOut',
  'withdrawals.addNote': 'routine',
  'withdrawals.stopPayouts': 'emergency',
  'withdrawals.resumePayouts': 'guard',
  'policies.publish': 'guard',
  'changeRequests.approve': 'guard',
  'changeRequests.reject': 'emergency',
  'changeRequests.cancel': 'emergency',
  'claims.take': 'routine',
  'claims.release': 'routine',
  'claims.handOver': 'routine',
  'users.upsert': 'routine',
  'users.freeze': 'emergency',
  'users.unfreeze': 'emergency',
  'users.anonymize': 'irreversible',
  'users.token': 'routine',
  'users.revokeTokens': 'emergency',
  'users.addNote': 'routine',
  'audit.verify': 'routine',
  'exports.create': 'routine',
  'exports.cancel': 'routine',
  'apiKeys.create': 'guard',
  'apiKeys.rotate': 'guard',
  'apiKeys.setAllowedAddresses': 'guard',
  'apiKeys.revoke': 'emergency',
  'savedViews.save': 'routine',
  'savedViews.delete': 'routine',
  'webhookEndpoints.create': 'irreversible',
  'webhookEndpoints.update': 'irreversible',
  'webhookEndpoints.disable': 'emergency',
  'webhookEndpoints.enable': 'irreversible',
  'webhookEndpoints.rotateSecret': 'irreversible',
  'webhookEndpoints.endOldSecret': 'irreversible',
  'webhookEndpoints.replay': 'irreversible',
  'webhookEndpoints.sendTest': 'routine',
  'webhookDeliveries.resend': 'routine',
  'webhookDeliveries.explain': 'routine',
  'staff.create': 'guard',
  'staff.setRole': 'guard',
  'staff.deactivate': 'emergency',
  'staff.reactivate': 'guard',
  'staff.invite': 'guard',
  'staff.reissueInvite': 'guard',
  'staff.revokeInvite': 'emergency',
  'staff.resetPassword': 'guard',
  'staff.endSession': 'emergency',
  'staff.endSessions': 'emergency',
  'staff.setRule': 'guard',
  'sessions.end': 'emergency',
  'sessions.endOthers': 'emergency',
  'security.passkeyOptions': 'routine',
  'security.addPasskey': 'irreversible',
  'security.renamePasskey': 'routine',
  'security.removePasskey': 'irreversible',
  'security.newRecoveryCodes': 'irreversible',
  'security.disableTotp': 'irreversible',
  'system.simulateDeposit': 'routine',
} as const satisfies Record<string, ActionClass>;

/** The path of a mutation, such as `transactions.bonus`. */
export type MutationPath = keyof typeof MUTATION_CLASSES;

/** Null: not a mutation of this version. */
export const actionClassOf = (path: string): ActionClass | null =>
  Object.hasOwn(MUTATION_CLASSES, path) ? MUTATION_CLASSES[path as MutationPath] : null;

/**
 * Actions whose command verifies the second factor itself, over a challenge of its own: see `StepUpAction`. For
 * all others the challenge is the path and the input.
 */
export const OWN_CHALLENGES: readonly MutationPath[] = [
  'withdrawals.approve',
  'withdrawals.approveMany',
  'withdrawals.payOut',
  'withdrawals.complete',
  'policies.publish',
  'changeRequests.approve',
  'changeRequests.reject',
  'staff.create',
  'staff.invite',
  'staff.reissueInvite',
  'staff.resetPassword',
  'staff.setRole',
  'staff.reactivate',
  'staff.setRule',
  'security.addPasskey',
  'security.removePasskey',
  'security.newRecoveryCodes',
  'security.disableTotp',
];

/** What the classes have in common, for the server, the buttons and docs/security.md. */
export const CLASS_RULES: Record<ActionClass, { title: string; alone: string }> = {
  routine: { title: 'Routine', alone: 'Yes, with a session.' },
  createsBalance: {
    title: 'Creates balance',
    alone: 'Up to SOLO_CREDIT_USD each and five times that in 24 hours, with a second factor.',
  },
  guard: {
    title: 'Guards',
    alone: 'Only what weakens nothing, with a second factor; otherwise another admin has to approve it.',
  },
  irreversible: {
    title: 'Irreversible',
    alone: 'Yes, with a second factor. A few need another person: see the list below.',
  },
  emergency: {
    title: 'Emergencies',
    alone: 'Yes, at once, with a second factor. Another person undoes it, where there is one who may.',
  },
  moneyOut: {
    title: 'Money out',
    alone: 'No: each step needs a second factor, and the policy needs different people for the steps.',
  },
};
