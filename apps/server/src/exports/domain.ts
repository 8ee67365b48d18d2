/**
 * Commands and models for a program that works on the database inside its own process, such as the demo. Apps
 * over the network use `@paydesk/client`.
 */
export { recordAudit } from '../auditChain/recordAudit.ts';
export { insertApiKey } from '../auth/apiKeys.ts';
export { systemActor, type Actor } from '../base/actor.ts';
export type { AppContext } from '../context/appContext.ts';
export { createAppContext } from '../context/createAppContext.ts';
export { setCurrenciesActive } from '../currencies/setCurrenciesActive.ts';
export { syncCurrencies } from '../currencies/syncCurrencies.ts';
export { updateCurrency } from '../currencies/updateCurrency.ts';
export { Currency } from '../models/Currency.ts';
export { Payment } from '../models/Payment.ts';
export { Staff } from '../models/Staff.ts';
export { SuspenseItem } from '../models/SuspenseItem.ts';
export { User } from '../models/User.ts';
export { UserBalance } from '../models/UserBalance.ts';
export { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
export { createNowpaymentsClient, type NowpaymentsClient } from '../nowpayments/createNowpaymentsClient.ts';
export { cancelPayment } from '../payments/cancelPayment.ts';
export { checkDuePayments } from '../payments/checkDuePayments.ts';
export { createPayment } from '../payments/createPayment.ts';
export { markCompleted } from '../payments/markCompleted.ts';
export { markFailed } from '../payments/markFailed.ts';
export { receiveReport } from '../payments/receiveReport.ts';
export { refreshPayment } from '../payments/refreshPayment.ts';
export { createStaff } from '../signIn/createStaff.ts';
export { ensureFirstStaff } from '../signIn/ensureFirstStaff.ts';
export { closeSuspense } from '../suspense/closeSuspense.ts';
export { creditSuspense } from '../suspense/creditSuspense.ts';
export { adjustBalance } from '../transactions/adjustBalance.ts';
export { chargeFee } from '../transactions/chargeFee.ts';
export { chargeUser } from '../transactions/chargeUser.ts';
export { giveBonus } from '../transactions/giveBonus.ts';
export { refundCharge } from '../transactions/refundCharge.ts';
export { anonymizeUser } from '../users/anonymizeUser.ts';
export { freezeUser } from '../users/freezeUser.ts';
export { upsertUser } from '../users/upsertUser.ts';
export { approveWithdrawal } from '../withdrawals/approveWithdrawal.ts';
export { cancelWithdrawal } from '../withdrawals/cancelWithdrawal.ts';
export { completeWithdrawal } from '../withdrawals/completeWithdrawal.ts';
export { createWithdrawal } from '../withdrawals/createWithdrawal.ts';
export { quoteWithdrawal } from '../withdrawals/quoteWithdrawal.ts';
export { refreshRate } from '../withdrawals/refreshRate.ts';
export { rejectWithdrawal } from '../withdrawals/rejectWithdrawal.ts';
export { returnToApproved } from '../withdrawals/returnToApproved.ts';
export { startProcessing } from '../withdrawals/startProcessing.ts';
