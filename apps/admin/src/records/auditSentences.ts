import type { AuditAction } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

/** What a sentence may name; a fact that an entry lacks is left out. */
export interface AuditFacts {
  amount: string;
  /** The customer. */
  user: string;
  /** A member of staff, an API key, an endpoint, a currency, an invitation, or a change as its request sums it up. */
  name: string;
  colleague: string;
  role: string;
  /** A role that waits for another admin. */
  pendingRole: string;
  version: string;
  /** Rows of an export. */
  count: string;
  /** The value of the field that decides between sentences. */
  variant: string;
  isDebit: string;
  subjectKind: string;
}

/** The sentence of an entry, or null when it lacks a fact: then the action’s label stands for it. */
export type AuditSentence = (facts: Partial<AuditFacts>) => string | null;

/** A sentence that needs these facts. */
const of =
  <Name extends keyof AuditFacts>(
    names: readonly Name[],
    text: (facts: Record<Name, string>) => string,
  ): AuditSentence =>
  (facts) => {
    const found = names.map((name) => [name, facts[name]] as const);
    if (found.some(([, fact]) => fact === undefined)) return null;
    return text(Object.fromEntries(found) as Record<Name, string>);
  };
const named = (text: (facts: { name: string }) => string) => of(['name'], text);
const forUser = (text: (facts: { amount: string; user: string }) => string) => of(['amount', 'user'], text);
const amountOnly = (text: (facts: { amount: string }) => string) => of(['amount'], text);
const always = (text: string): AuditSentence => of([], () => text);
/** The first that has all its facts. */
const first =
  (...sentences: readonly AuditSentence[]): AuditSentence =>
  (facts) =>
    sentences.reduce<string | null>((found, sentence) => found ?? sentence(facts), null);
/** By the value of a fact. */
const by =
  (fact: keyof AuditFacts, sentences: Readonly<Record<string, AuditSentence>>): AuditSentence =>
  (facts) =>
    sentences[facts[fact] ?? '']?.(facts) ?? null;

const noteAdded = t('Added a note');

/** The sentence of each recorded action: what somebody did, to be read after or before who did it. */
export const AUDIT_SENTENCES: Record<AuditAction, AuditSentence> = {
  'auth.signIn': always(t('Signed in')),
  'auth.signOut': always(t('Signed out')),
  'auth.signOut.refused': always(t('Sign-out refused')),
  'auth.signInFailed': named((v) => t('Wrong password for {name}', v)),
  'auth.secondFactorAsked': named((v) => t('Right password for {name}, second factor asked', v)),
  'auth.secondFactorFailed': named((v) => t('Wrong second factor for {name}', v)),
  'auth.foreignRow': always(t('Forged sign-in refused')),
  'auth.passwordChanged': always(t('Changed their own password')),
  'auth.passwordChanged.refused': named((v) => t('Password change of {name} refused', v)),
  'auth.otherSessionsEnded': always(t('Ended their other sessions')),
  'auth.totpPrepared': always(t('Prepared an authenticator app')),
  'auth.totpPrepared.refused': named((v) => t('Authenticator app of {name} refused', v)),
  'auth.totpEnabled': always(t('Turned on an authenticator app')),
  'auth.totpDisabled': always(t('Turned off the authenticator app')),
  'auth.totpDisabled.refused': named((v) => t('Turning off the authenticator app of {name} refused', v)),
  'auth.recoveryCodesMade': always(t('Made new recovery codes')),
  'auth.recoveryCodesMade.refused': named((v) => t('New recovery codes of {name} refused', v)),
  'sessions.end': always(t('Ended one of their own sessions')),
  'sessions.endOthers': always(t('Ended their other sessions')),
  'staff.create': named((v) => t('Created the staff account of {name}', v)),
  'staff.deactivate': named((v) => t('Deactivated the staff account of {name}', v)),
  'staff.reactivate': named((v) => t('Reactivated the staff account of {name}', v)),
  'staff.setRole': first(
    of(['name', 'pendingRole'], (v) => t('Requested the role {pendingRole} for {name}', v)),
    of(['name', 'role'], (v) => t('Changed the role of {name} to {role}', v)),
  ),
  'staff.setRule': by('variant', {
    true: of(['role'], (v) => t('Required a second factor for the role {role}', v)),
    false: of(['role'], (v) => t('No longer required a second factor for the role {role}', v)),
  }),
  'staff.endSession': named((v) => t('Ended a session of {name}', v)),
  'staff.endSessions': named((v) => t('Ended all sessions of {name}', v)),
  'staff.invite': named((v) => t('Invited {name}', v)),
  'staff.reissueInvite': named((v) => t('Reissued the invitation of {name}', v)),
  'staff.revokeInvite': named((v) => t('Revoked the invitation of {name}', v)),
  'staff.join': always(t('Accepted the invitation')),
  'staff.resetPassword': named((v) => t('Began a password reset for {name}', v)),
  'staff.passwordReset': always(t('Reset their own password')),
  'security.addPasskey': always(t('Added a passkey')),
  'security.renamePasskey': always(t('Renamed a passkey')),
  'security.removePasskey': always(t('Removed a passkey')),
  'security.newRecoveryCodes': always(t('Made new recovery codes')),
  'security.disableTotp': always(t('Turned off the authenticator app')),
  'security.lockout': named((v) => t('Second factor of {name} locked', v)),
  'security.reset': named((v) => t('Reset the second factors of {name} on the server', v)),
  'security.factorsGone': named((v) => t('Second factors of {name} missing', v)),
  'apiKeys.create': named((v) => t('Created API key {name}', v)),
  'apiKeys.rotate': named((v) => t('Rotated API key {name}', v)),
  'apiKeys.allowRotation': named((v) => t('Allowed a rotation of API key {name}', v)),
  'apiKeys.setAllowedAddresses': named((v) => t('Changed the addresses of API key {name}', v)),
  'apiKeys.revoke': named((v) => t('Revoked API key {name}', v)),
  'apiKeys.refuseAddress': named((v) => t('API key {name} refused from another address', v)),
  'exports.create': named((v) => t('Began an export: {name}', v)),
  'exports.done': of(['count'], (v) => t('Completed an export of {count} rows', v)),
  'exports.cancel': always(t('Cancelled an export')),
  'exports.failed': always(t('Export of a list failed')),
  'webhookEndpoints.create': named((v) => t('Created webhook endpoint {name}', v)),
  'webhookEndpoints.update': named((v) => t('Edited webhook endpoint {name}', v)),
  'webhookEndpoints.disable': named((v) => t('Disabled webhook endpoint {name}', v)),
  'webhookEndpoints.enable': named((v) => t('Enabled webhook endpoint {name}', v)),
  'webhookEndpoints.rotateSecret': named((v) => t('Rotated the webhook secret of {name}', v)),
  'webhookEndpoints.endOldSecret': named((v) => t('Ended the old webhook secret of {name}', v)),
  'webhookEndpoints.replay': named((v) => t('Replayed webhook events to {name}', v)),
  'webhookEndpoints.sendTest': named((v) => t('Sent a test webhook to {name}', v)),
  'webhookDeliveries.resend': named((v) => t('Sent a webhook to {name} again', v)),
  'claims.take': by('subjectKind', {
    withdrawal: forUser((v) => t('Took withdrawal of {amount} to {user}', v)),
    suspense: amountOnly((v) => t('Took {amount} in suspense', v)),
    changeRequest: named((v) => t('Took the change request: {name}', v)),
  }),
  'claims.release': by('subjectKind', {
    withdrawal: forUser((v) => t('Gave up the claim on withdrawal of {amount} to {user}', v)),
    suspense: amountOnly((v) => t('Gave up the claim on {amount} in suspense', v)),
    changeRequest: named((v) => t('Gave up the claim on the change request: {name}', v)),
  }),
  'claims.handOver': by('subjectKind', {
    withdrawal: of(['amount', 'user', 'colleague'], (v) =>
      t('Handed withdrawal of {amount} to {user} over to {colleague}', v),
    ),
    suspense: of(['amount', 'colleague'], (v) => t('Handed {amount} in suspense over to {colleague}', v)),
    changeRequest: of(['name', 'colleague'], (v) =>
      t('Handed the change request over to {colleague}: {name}', v),
    ),
  }),
  'changeRequests.create': named((v) => t('Requested a change: {name}', v)),
  'changeRequests.approve': named((v) => t('Approved the change: {name}', v)),
  'changeRequests.apply': named((v) => t('Applied the change: {name}', v)),
  'changeRequests.fail': named((v) => t('The change failed: {name}', v)),
  'changeRequests.reject': named((v) => t('Rejected the change: {name}', v)),
  'changeRequests.cancel': named((v) => t('Cancelled the change request: {name}', v)),
  'changeRequests.expire': named((v) => t('The change request expired: {name}', v)),
  'currencies.acceptChange': named((v) => t('Accepted the change of currency {name}', v)),
  'currencies.create': named((v) => t('Added currency {name}', v)),
  'currencies.setActive': by('variant', {
    true: named((v) => t('Switched {name} on', v)),
    false: named((v) => t('Switched {name} off', v)),
  }),
  'currencies.sync': always(t('Synced the currencies')),
  'demo.rows': always(t('Added demo rows')),
  'currencies.update': named((v) => t('Edited currency {name}', v)),
  'payments.acknowledge': forUser((v) => t('Took the flag off payment of {amount} by {user}', v)),
  'payments.answerRefused': forUser((v) => t('Provider answer for payment of {amount} by {user} refused', v)),
  'payments.cancel': forUser((v) => t('Cancelled payment of {amount} by {user}', v)),
  'payments.markCompleted': forUser((v) => t('Marked payment of {amount} by {user} completed', v)),
  'payments.markFailed': forUser((v) => t('Marked payment of {amount} by {user} failed', v)),
  'payments.reportHeld': forUser((v) =>
    t('Provider report for payment of {amount} by {user} not applied', v),
  ),
  'payments.addNote': first(
    forUser((v) => t('Added a note to payment of {amount} by {user}', v)),
    always(noteAdded),
  ),
  'policies.publish': of(['version'], (v) => t('Published version {version} of the withdrawal policy', v)),
  'reconciliations.start': always(t('Started a comparison with the provider')),
  'suspense.credit': first(
    forUser((v) => t('Credited {amount} from suspense to {user}', v)),
    amountOnly((v) => t('Credited {amount} from suspense', v)),
  ),
  'suspense.markReturned': amountOnly((v) => t('Returned {amount} from suspense', v)),
  'suspense.writeOff': amountOnly((v) => t('Wrote off {amount} in suspense', v)),
  'suspense.addNote': first(
    amountOnly((v) => t('Added a note to {amount} in suspense', v)),
    always(noteAdded),
  ),
  'suspense.resolve': amountOnly((v) => t('Resolved {amount} in suspense', v)),
  'transactions.adjust': by('isDebit', {
    false: forUser((v) => t('Credited {amount} to {user}', v)),
    true: forUser((v) => t('Debited {amount} from {user}', v)),
  }),
  'transactions.bonus': forUser((v) => t('Gave {user} a bonus of {amount}', v)),
  'transactions.charge': forUser((v) => t('Charged {user} {amount}', v)),
  'transactions.fee': forUser((v) => t('Took a fee of {amount} from {user}', v)),
  'transactions.refund': forUser((v) => t('Refunded a charge of {amount} to {user}', v)),
  'users.anonymize': always(t('Anonymised a user')),
  'users.create': of(['user'], (v) => t('Created user {user}', v)),
  'users.freeze': of(['user'], (v) => t('Froze user {user}', v)),
  'users.unfreeze': of(['user'], (v) => t('Unfroze user {user}', v)),
  'users.update': of(['user'], (v) => t('Edited user {user}', v)),
  'users.revokeTokens': of(['user'], (v) => t('Revoked the tokens of user {user}', v)),
  'users.addNote': first(
    of(['user'], (v) => t('Added a note about {user}', v)),
    always(noteAdded),
  ),
  'users.token': of(['user'], (v) => t('Minted a token for user {user}', v)),
  'withdrawals.create': forUser((v) => t('Requested withdrawal of {amount} to {user}', v)),
  'withdrawals.approve': forUser((v) => t('Approved withdrawal of {amount} to {user}', v)),
  'withdrawals.reject': forUser((v) => t('Rejected withdrawal of {amount} to {user}', v)),
  'withdrawals.cancel': forUser((v) => t('Cancelled withdrawal of {amount} to {user}', v)),
  'withdrawals.refreshRate': forUser((v) => t('Fixed a new rate for withdrawal of {amount} to {user}', v)),
  'withdrawals.startProcessing': forUser((v) => t('Started payout of {amount} to {user}', v)),
  'withdrawals.payOut': forUser((v) => t('Ordered payout of {amount} to {user}', v)),
  'withdrawals.payout': by('variant', {
    ordered: forUser((v) => t('Payout of {amount} to {user} ordered', v)),
    unknown: forUser((v) => t('Payout of {amount} to {user} sent, outcome not known', v)),
    sent: forUser((v) => t('Payout of {amount} to {user} sent', v)),
    finished: forUser((v) => t('Payout of {amount} to {user} finished', v)),
    failed: forUser((v) => t('Payout of {amount} to {user} failed', v)),
  }),
  'withdrawals.complete': forUser((v) => t('Completed withdrawal of {amount} to {user}', v)),
  'withdrawals.returnToApproved': forUser((v) =>
    t('Returned withdrawal of {amount} to {user} to approved', v),
  ),
  'withdrawals.payloadChanged': forUser((v) =>
    t('Withdrawal of {amount} to {user} differs from what was requested', v),
  ),
  'system.restored': always(t('Database restored')),
  'system.historyLost': always(t('Database lost its last entries')),
  'system.lostPayout': always(t('Lost payout found')),
  'system.settleLostPayout': always(t('Lost payout settled')),
  'withdrawals.stopPayouts': always(t('Stopped all payouts')),
  'withdrawals.resumePayouts': always(t('Resumed payouts')),
  'withdrawals.addNote': first(
    forUser((v) => t('Added a note to withdrawal of {amount} to {user}', v)),
    always(noteAdded),
  ),
  'withdrawals.note': always(t('Note from an earlier version')),
};
