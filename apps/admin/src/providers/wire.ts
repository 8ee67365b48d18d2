import type * as wire from '@paydesk/types';

type Out<S extends { _zod: { output: unknown } }> = S['_zod']['output'];
type In<S extends { _zod: { input: unknown } }> = S['_zod']['input'];

/** Rows as they arrive. Amounts are decimal strings, times ISO 8601 in UTC. */
export type Currency = Out<typeof wire.currencyOutput>;
export type Payment = Out<typeof wire.paymentOutput>;
export type SuspenseItem = Out<typeof wire.suspenseOutput>;
export type Reconciliation = Out<typeof wire.reconciliationOutput>;
export type Finding = Out<typeof wire.findingOutput>;
export type Balance = Out<typeof wire.balanceOutput>;
export type LedgerRow = Out<typeof wire.transactionOutput>;
export type Withdrawal = Out<typeof wire.withdrawalOutput>;
export type User = Out<typeof wire.userOutput>;
export type AuditEntry = Out<typeof wire.auditOutput>;
export type ApiKey = Out<typeof wire.apiKeyOutput>;
export type Staff = Out<typeof wire.staffOutput>;
export type Policy = Out<typeof wire.policyOutput>;
export type PolicyRules = Policy['rules'];
export type Actor = Out<typeof wire.actorOutput>;

/** Answers that are not rows. */
export type CurrencySync = Out<typeof wire.currencySyncOutput>;
export type BalanceAt = Out<typeof wire.balanceAtOutput>;
export type BalanceVerify = Out<typeof wire.balanceVerifyOutput>;
export type WithdrawalQuote = Out<typeof wire.withdrawalQuoteOutput>;
export type WithdrawalReview = Out<typeof wire.withdrawalReviewOutput>;
export type PolicyReason = Out<typeof wire.policyReasonOutput>;
export type WithdrawalMany = Out<typeof wire.withdrawalManyOutput>;
export type ApiKeyCreated = Out<typeof wire.apiKeyCreateOutput>;
export type StaffCreated = Out<typeof wire.staffCreateOutput>;
export type StaffInvite = Out<typeof wire.staffInviteOutput>;
export type StaffInviteLink = Out<typeof wire.staffInviteLinkOutput>;
export type StaffSession = Out<typeof wire.staffSessionOutput>;
export type StaffRule = Out<typeof wire.staffRuleOutput>;
export type AuditVerdict = Out<typeof wire.auditVerifyOutput>;
export type Summary = Out<typeof wire.dashboardSummaryOutput>;
export type Series = Out<typeof wire.dashboardSeriesOutput>;
export type Session = Out<typeof wire.sessionOutput>;
export type SystemInfo = Out<typeof wire.systemInfoOutput>;
export type SecurityOverview = Out<typeof wire.securityOverviewOutput>;
export type Passkey = SecurityOverview['passkeys'][number];
export type PolicyBacktest = Out<typeof wire.policyBacktestOutput>;
export type PolicyDecision = Out<typeof wire.policyDecisionOutput>;

/** Inputs of the commands. */
export type CurrencyCreate = In<typeof wire.currencyCreateInput>;
export type PaymentCreate = In<typeof wire.paymentCreateInput>;
export type Charge = In<typeof wire.chargeInput>;
export type Refund = In<typeof wire.refundInput>;
export type Adjust = In<typeof wire.adjustInput>;
export type WithdrawalCreate = In<typeof wire.withdrawalCreateInput>;

/** A new passkey, as the browser gives it. */
export type NewPasskey = In<typeof wire.passkeyAddInput>['answer'];

/** The second factor for one deed: what the deed is, and the proof for it. */
export type StepUpPurpose = In<typeof wire.stepUpChallengeInput>;
export type StepUpProof = In<typeof wire.stepUpProofInput>;
export type StepUpMethod = SecurityOverview['methods'][number];

/** The rows of each resource, by the resource's name. */
export interface Rows {
  currencies: Currency;
  payments: Payment;
  suspense: SuspenseItem;
  reconciliations: Reconciliation;
  /** What one reconciliation found; a list without pages of its own. */
  findings: Finding;
  balances: Balance;
  transactions: LedgerRow;
  withdrawals: Withdrawal;
  users: User;
  audit: AuditEntry;
  apiKeys: ApiKey;
  staff: Staff;
  /** The versions of the withdrawal policy. */
  policies: Policy;
}
export type ResourceName = keyof Rows;
export const RESOURCES: readonly ResourceName[] = [
  'currencies',
  'payments',
  'suspense',
  'reconciliations',
  'findings',
  'balances',
  'transactions',
  'withdrawals',
  'users',
  'audit',
  'apiKeys',
  'staff',
  'policies',
];

/** What every `list` takes and gives; each resource's own schema narrows sort and filter. */
export interface ListQuery {
  page?: number;
  perPage?: number;
  cursor?: string;
  sort?: { field: string; order: 'ASC' | 'DESC' };
  filter?: Record<string, unknown>;
}
export interface ListPage<Row> {
  data: Row[];
  total?: number | undefined;
  totalIsEstimate?: boolean | undefined;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  nextCursor?: string | undefined;
}
