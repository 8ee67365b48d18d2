/**
 * Every action in the audit log, with English words that find its entries. The compiler asks each place that shows
 * actions for a text when one is added here.
 */
export const AUDIT_ACTIONS = {
  'auth.signIn': 'Signed in',
  'auth.signOut': 'Signed out',
  'auth.signInFailed': 'Wrong password, sign-in failed',
  'auth.secondFactorAsked': 'Password right, second factor asked',
  'auth.secondFactorFailed': 'Wrong second factor',
  'auth.foreignRow': 'Forged sign-in refused',
  'auth.passwordChanged': 'Password changed',
  'auth.passwordChanged.refused': 'Password change refused',
  'auth.otherSessionsEnded': 'Own other sessions ended',
  'auth.totpPrepared': 'Authenticator app prepared',
  'auth.totpPrepared.refused': 'Authenticator app refused',
  'auth.totpEnabled': 'Authenticator app turned on',
  'auth.totpDisabled': 'Authenticator app turned off',
  'auth.totpDisabled.refused': 'Turning the authenticator app off refused',
  'auth.recoveryCodesMade': 'New recovery codes made',
  'auth.recoveryCodesMade.refused': 'New recovery codes refused',
  'auth.signOut.refused': 'Sign-out refused',
  'sessions.end': 'Own session ended, one of their own sessions',
  'sessions.endOthers': 'Own other sessions ended',
  'system.restored': 'Database restored to an earlier time',
  'system.historyLost': 'Database lost what was exported, restored without a record',
  'system.lostPayout': 'Payout found that the database has lost',
  'system.settleLostPayout': 'Lost payout settled',
  'staff.create': 'Staff account created',
  'staff.deactivate': 'Staff account deactivated',
  'staff.reactivate': 'Staff account reactivated',
  'staff.setRole': 'Role changed, requested',
  'staff.setRule': 'Second factor by role changed',
  'staff.endSession': 'Session of staff ended',
  'staff.endSessions': 'All sessions of staff ended',
  'staff.invite': 'Colleague invited, invitation',
  'staff.reissueInvite': 'Invitation reissued',
  'staff.revokeInvite': 'Invitation revoked',
  'staff.join': 'Invitation accepted, joined',
  'staff.resetPassword': 'Password reset begun',
  'staff.passwordReset': 'Password reset',
  'security.addPasskey': 'Passkey added',
  'security.renamePasskey': 'Passkey renamed',
  'security.removePasskey': 'Passkey removed',
  'security.newRecoveryCodes': 'New recovery codes made',
  'security.disableTotp': 'Authenticator app turned off',
  'security.lockout': 'Second factor locked',
  'security.reset': 'Second factors reset on the server',
  'security.factorsGone': 'Second factors gone, missing',
  'apiKeys.create': 'API key created',
  'apiKeys.rotate': 'API key rotated',
  'apiKeys.allowRotation': 'Rotation of an API key allowed',
  'apiKeys.setAllowedAddresses': 'Addresses of an API key changed',
  'apiKeys.revoke': 'API key revoked',
  'apiKeys.refuseAddress': 'API key refused from another address',
  'exports.create': 'Export of a list begun, started',
  'exports.done': 'Export of a list completed',
  'exports.cancel': 'Export of a list cancelled',
  'exports.failed': 'Export of a list failed',
  'webhookEndpoints.create': 'Webhook endpoint created',
  'webhookEndpoints.update': 'Webhook endpoint edited',
  'webhookEndpoints.disable': 'Webhook endpoint disabled',
  'webhookEndpoints.enable': 'Webhook endpoint enabled',
  'webhookEndpoints.rotateSecret': 'Webhook secret rotated',
  'webhookEndpoints.endOldSecret': 'Old webhook secret ended',
  'webhookEndpoints.replay': 'Webhook events replayed',
  'webhookEndpoints.sendTest': 'Test webhook sent',
  'webhookDeliveries.resend': 'Webhook sent again',
  'claims.take': 'Taken, took',
  'claims.release': 'Released, gave up the claim',
  'claims.handOver': 'Handed over',
  'changeRequests.create': 'Change requested',
  'changeRequests.approve': 'Change approved',
  'changeRequests.apply': 'Change applied',
  'changeRequests.fail': 'Change failed',
  'changeRequests.reject': 'Change rejected',
  'changeRequests.cancel': 'Change request cancelled',
  'changeRequests.expire': 'Change request expired',
  'currencies.acceptChange': 'Change of a currency accepted',
  'currencies.create': 'Currency added',
  'currencies.setActive': 'Currency switched on or off',
  'currencies.sync': 'Currencies synced',
  'demo.rows': 'Demo rows added',
  'currencies.update': 'Currency edited',
  'payments.acknowledge': 'Flag taken off payment',
  'payments.answerRefused': 'Provider answer refused',
  'payments.cancel': 'Payment cancelled',
  'payments.markCompleted': 'Payment marked completed',
  'payments.markFailed': 'Payment marked failed',
  'payments.reportHeld': 'Provider report held, not applied',
  'payments.addNote': 'Note added',
  'policies.publish': 'Withdrawal policy published',
  'reconciliations.start': 'Comparison with the provider started',
  'suspense.credit': 'Suspense credited',
  'suspense.markReturned': 'Suspense returned',
  'suspense.writeOff': 'Suspense written off, wrote off',
  'suspense.addNote': 'Note added',
  'transactions.adjust': 'Balance adjusted, credited, debited',
  'transactions.bonus': 'Bonus given, gave',
  'transactions.charge': 'User charged',
  'transactions.fee': 'Fee taken, took',
  'transactions.refund': 'Charge refunded',
  'users.anonymize': 'User anonymised',
  'users.create': 'User created',
  'users.freeze': 'User frozen, froze',
  'users.unfreeze': 'User unfrozen, unfroze',
  'users.update': 'User edited',
  'users.revokeTokens': 'User tokens revoked',
  'users.addNote': 'Note added',
  'withdrawals.create': 'Withdrawal requested',
  'withdrawals.approve': 'Withdrawal approved',
  'withdrawals.reject': 'Withdrawal rejected',
  'withdrawals.cancel': 'Withdrawal cancelled',
  'withdrawals.refreshRate': 'New rate fixed for withdrawal',
  'withdrawals.startProcessing': 'Payout started, withdrawal',
  'withdrawals.payOut': 'Payout ordered, withdrawal',
  'withdrawals.payout': 'Payout sent, withdrawal',
  'withdrawals.complete': 'Withdrawal completed',
  'withdrawals.returnToApproved': 'Withdrawal returned to approved',
  'withdrawals.payloadChanged': 'Withdrawal differs from what was requested',
  'withdrawals.stopPayouts': 'Payouts stopped',
  'withdrawals.resumePayouts': 'Payouts resumed',
  'withdrawals.addNote': 'Note added',
  // No longer written.
  'suspense.resolve': 'Suspense resolved',
  'withdrawals.note': 'Note from an earlier version',
  'users.token': 'User token minted',
} as const satisfies Record<string, string>;

/** An action that the audit log records: a procedure’s name, or what the desk itself found or did. */
export type AuditAction = keyof typeof AUDIT_ACTIONS;

interface Variants {
  /** The field of `after` that decides. */
  field: string;
  /** English words by the field’s value. */
  words: Readonly<Record<string, string>>;
}

/** Actions whose sentence is another one for each value of a field. */
export const AUDIT_VARIANTS = {
  'currencies.setActive': {
    field: 'isActive',
    words: { true: 'Currency switched on', false: 'Currency switched off' },
  },
  'staff.setRule': {
    field: 'secondFactorRequired',
    words: { true: 'Second factor by role required', false: 'Second factor by role no longer required' },
  },
  'withdrawals.payout': {
    field: 'payoutStatus',
    words: {
      ordered: 'Payout ordered, withdrawal',
      unknown: 'Payout sent, outcome not known, withdrawal',
      sent: 'Payout sent, withdrawal',
      finished: 'Payout finished, withdrawal',
      failed: 'Payout failed, withdrawal',
    },
  },
} as const satisfies Partial<Record<AuditAction, Variants>>;

/** The variants of an action, if it has any. */
export const auditVariantsOf = (action: string): Variants | undefined =>
  Object.hasOwn(AUDIT_VARIANTS, action) ? AUDIT_VARIANTS[action as keyof typeof AUDIT_VARIANTS] : undefined;

/** Separates an action from a value of the field that decides: `currencies.setActive=false`. */
const VARIANT_MARK = '=';

/** The name of the entries of an action whose deciding field has this value, for searches. */
export const auditVariantKey = (action: string, value: string): string => `${action}${VARIANT_MARK}${value}`;

/** The action of such a name, and the value; null: all entries of the action. */
export function parseAuditKey(key: string): { action: string; value: string | null } {
  const at = key.indexOf(VARIANT_MARK);
  return at < 0 ? { action: key, value: null } : { action: key.slice(0, at), value: key.slice(at + 1) };
}

/** What a search text may mean: actions, and what remains of the text; nothing remains: all of their entries. */
export interface ActionReading {
  /** Actions, or variants: see `parseAuditKey`. */
  actions: string[];
  rest: string;
}

/** Words of fewer letters find no action by themselves. */
export const MIN_ACTION_WORD = 3;

/**
 * Reads a search text as words of sentences: those actions that have most of its words. A word is found by its
 * beginning. One of fewer than three letters only decides between actions, as in "signed in" and "signed out".
 *
 * @param vocabulary the words of each action, in one language
 */
export function findActions(
  text: string,
  vocabulary: Iterable<readonly [key: string, words: string]>,
): ActionReading[] {
  const typed = text.trim().split(/\s+/).filter(Boolean);
  const plain = typed.map((word) => wordsOf(word).join(''));
  const readings = new Map<string, ActionReading>();
  let most = 1;
  for (const [key, words] of vocabulary) {
    const known = wordsOf(words);
    const isOfAction = plain.map(
      (word) => word.length >= MIN_ACTION_WORD && known.some((one) => one.startsWith(word)),
    );
    const count = isOfAction.filter(Boolean).length;
    const score = count === 0 ? 0 : count + shortPairs(plain, known) / SHORT_WORD_SHARE;
    if (score < most) continue;
    if (score > most) readings.clear();
    most = score;
    const rest = typed.filter((_, at) => !isOfAction[at] && !isShort(plain[at])).join(' ');
    const reading = readings.get(rest) ?? { actions: [], rest };
    reading.actions.push(key);
    readings.set(rest, reading);
  }
  return [...readings.values()];
}

/** A short word never outweighs another one. */
const SHORT_WORD_SHARE = 1000;

const isShort = (word = '') => word.length < MIN_ACTION_WORD;

/** Short words that follow the same word as in the sentence. */
const shortPairs = (typed: readonly string[], known: readonly string[]): number =>
  typed.filter(
    (word, at) =>
      word !== '' &&
      isShort(word) &&
      known.some((one, place) => one === word && place > 0 && known[place - 1] === typed[at - 1]),
  ).length;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** English words by action and variant. */
export const AUDIT_WORDS: readonly (readonly [key: string, words: string])[] = Object.entries(
  AUDIT_ACTIONS,
).flatMap(([action, words]) => {
  const variants = auditVariantsOf(action);
  if (variants === undefined) return [[action, words] as const];
  return Object.entries(variants.words).map(
    ([value, text]) => [auditVariantKey(action, value), text] as const,
  );
});
