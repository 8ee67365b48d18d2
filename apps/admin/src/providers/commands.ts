import { toHttpError } from './toHttpError.ts';
import { trpc } from './trpc.ts';

/** Runs a call; a refusal arrives in words. */
const worded =
  <Input, Output>(call: (input: Input) => Promise<Output>) =>
  (input: Input): Promise<Output> =>
    call(input).catch((error: unknown) => {
      throw toHttpError(error);
    });

/**
 * What staff can do, by name. Each is one procedure of the desk: nothing here edits a status, and nothing is
 * shown as done before the desk has said so.
 */
export const commands = {
  syncCurrencies: worded(trpc.currencies.sync.mutate),
  setCurrenciesActive: worded(trpc.currencies.setActive.mutate),

  refreshPayment: worded(trpc.payments.refresh.mutate),
  cancelPayment: worded(trpc.payments.cancel.mutate),
  markPaymentCompleted: worded(trpc.payments.markCompleted.mutate),
  markPaymentFailed: worded(trpc.payments.markFailed.mutate),
  acknowledgePayment: worded(trpc.payments.acknowledge.mutate),
  simulateDeposit: worded(trpc.system.simulateDeposit.mutate),

  creditSuspense: worded(trpc.suspense.credit.mutate),
  markSuspenseReturned: worded(trpc.suspense.markReturned.mutate),
  writeOffSuspense: worded(trpc.suspense.writeOff.mutate),

  startReconciliation: worded(trpc.reconciliations.start.mutate),

  balanceAt: worded(trpc.balances.at.query),
  verifyBalance: worded(trpc.balances.verify.mutate),
  chargeUser: worded(trpc.transactions.charge.mutate),
  refundCharge: worded(trpc.transactions.refund.mutate),
  giveBonus: worded(trpc.transactions.bonus.mutate),
  takeFee: worded(trpc.transactions.fee.mutate),
  adjustBalance: worded(trpc.transactions.adjust.mutate),

  quoteWithdrawal: worded(trpc.withdrawals.quote.query),
  reviewWithdrawal: worded(trpc.withdrawals.review.query),
  approveWithdrawal: worded(trpc.withdrawals.approve.mutate),
  rejectWithdrawal: worded(trpc.withdrawals.reject.mutate),
  approveWithdrawals: worded(trpc.withdrawals.approveMany.mutate),
  rejectWithdrawals: worded(trpc.withdrawals.rejectMany.mutate),
  refreshWithdrawalRate: worded(trpc.withdrawals.refreshRate.mutate),
  cancelWithdrawal: worded(trpc.withdrawals.cancel.mutate),
  startProcessingWithdrawal: worded(trpc.withdrawals.startProcessing.mutate),
  payOutWithdrawal: worded(trpc.withdrawals.payOut.mutate),
  completeWithdrawal: worded(trpc.withdrawals.complete.mutate),
  returnWithdrawalToApproved: worded(trpc.withdrawals.returnToApproved.mutate),

  upsertUser: worded(trpc.users.upsert.mutate),
  freezeUser: worded(trpc.users.freeze.mutate),
  unfreezeUser: worded(trpc.users.unfreeze.mutate),
  anonymizeUser: worded(trpc.users.anonymize.mutate),
  revokeUserTokens: worded(trpc.users.revokeTokens.mutate),

  createApiKey: worded(trpc.apiKeys.create.mutate),
  rotateApiKey: worded(trpc.apiKeys.rotate.mutate),
  setAllowedAddresses: worded(trpc.apiKeys.setAllowedAddresses.mutate),
  revokeApiKey: worded(trpc.apiKeys.revoke.mutate),
  createStaff: worded(trpc.staff.create.mutate),
  setStaffRole: worded(trpc.staff.setRole.mutate),
  deactivateStaff: worded(trpc.staff.deactivate.mutate),
  reactivateStaff: worded(trpc.staff.reactivate.mutate),
  staffInvites: worded(() => trpc.staff.invites.query(undefined)),
  inviteStaff: worded(trpc.staff.invite.mutate),
  reissueInvite: worded(trpc.staff.reissueInvite.mutate),
  revokeInvite: worded(trpc.staff.revokeInvite.mutate),
  resetStaffPassword: worded(trpc.staff.resetPassword.mutate),
  staffSessions: worded(trpc.staff.sessions.query),
  endStaffSession: worded(trpc.staff.endSession.mutate),
  endStaffSessions: worded(trpc.staff.endSessions.mutate),
  staffRules: worded(() => trpc.staff.rules.query(undefined)),
  setStaffRule: worded(trpc.staff.setRule.mutate),
  mySessions: worded(() => trpc.sessions.mine.query(undefined)),
  endMySession: worded(trpc.sessions.end.mutate),
  endMyOtherSessions: worded(() => trpc.sessions.endOthers.mutate(undefined)),

  securityOverview: worded(() => trpc.security.overview.query(undefined)),
  stepUpChallenge: worded(trpc.security.challenge.query),
  passkeyOptions: worded(() => trpc.security.passkeyOptions.mutate(undefined)),
  addPasskey: worded(trpc.security.addPasskey.mutate),
  renamePasskey: worded(trpc.security.renamePasskey.mutate),
  removePasskey: worded(trpc.security.removePasskey.mutate),
  newRecoveryCodes: worded(trpc.security.newRecoveryCodes.mutate),
  disableTotp: worded(trpc.security.disableTotp.mutate),

  currentPolicy: worded(() => trpc.policies.current.query(undefined)),
  publishPolicy: worded(trpc.policies.publish.mutate),
  backtestPolicy: worded(trpc.policies.backtest.query),

  auditHead: worded(() => trpc.audit.head.query(undefined)),
  verifyAudit: worded(() => trpc.audit.verify.mutate(undefined)),

  dashboardSummary: worded(() => trpc.dashboard.summary.query(undefined)),
  dashboardSeries: worded(trpc.dashboard.series.query),
  systemInfo: worded(() => trpc.system.info.query(undefined)),
};
export type Commands = typeof commands;
