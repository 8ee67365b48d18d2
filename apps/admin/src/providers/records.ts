import type { AppRouter } from '@paydesk/server/router';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { ListMeta as PageMeta, ResourceName as RouterName } from 'ra-data-trpc';

type Outputs = inferRouterOutputs<AppRouter>;
type Inputs = inferRouterInputs<AppRouter>;

/** The rows of each resource. Amounts are decimal strings, times ISO 8601 in UTC. */
export type Currency = Outputs['currencies']['get'];
export type Payment = Outputs['payments']['get'];
export type SearchGroup = Outputs['search']['find']['groups'][number];
export type SearchHit = SearchGroup['hits'][number];
export type SuspenseItem = Outputs['suspense']['get'];
export type Reconciliation = Outputs['reconciliations']['get'];
/** What one reconciliation found. */
export type Finding = Outputs['reconciliations']['findings']['data'][number];
export type Balance = Outputs['balances']['get'];
export type LedgerRow = Outputs['transactions']['get'];
/** What happened to a user's or a payment's money, and where it is. */
export type TimelinePage = Outputs['timeline']['ofUser'];
export type TimelineEntry = TimelinePage['data'][number];
export type MoneyState = NonNullable<TimelinePage['money']>;
export type Withdrawal = Outputs['withdrawals']['get'];
export type User = Outputs['users']['get'];
/** What someone wrote about a payment, a withdrawal, a user or a suspense item. */
export type Note = NonNullable<User['notes']>[number];
export type AuditEntry = Outputs['audit']['get'];
export type ApiKey = Outputs['apiKeys']['get'];
export type Staff = Outputs['staff']['get'];
/** Who works on a row. */
export type Claim = Outputs['claims']['open']['data'][number];
/** A version of the withdrawal policy. */
export type Policy = Outputs['policies']['get'];
/** An action that waits for another person, or how that ended. */
export type ChangeRequest = Outputs['changeRequests']['get'];
/** A URL that events are sent to. */
export type WebhookEndpoint = Outputs['webhookEndpoints']['get'];
/** An event on its way to an endpoint; `log` and `body` only where it is read alone. */
export type WebhookDelivery = Outputs['webhookDeliveries']['get'];
/** An export of a list: how far it is, or how it ended. */
export type ListExport = Outputs['exports']['get'];
export type PolicyRules = Policy['rules'];
export type Actor = Reconciliation['startedBy'];

/** The routers whose rows are listed by page, and the findings of a reconciliation, which have no router of their own. */
export type ResourceName = RouterName<AppRouter> | 'findings';

/** Answers that are not rows. */
export type CurrencySync = Outputs['currencies']['sync'];
export type BalanceAt = Outputs['balances']['at'];
export type BalanceVerify = Outputs['balances']['verify'];
export type WithdrawalQuote = Outputs['withdrawals']['quote'];
export type WithdrawalReview = Outputs['withdrawals']['review'];
export type WithdrawalMany = Outputs['withdrawals']['approveMany'];
type PolicyDecision = WithdrawalReview['decision'];
export type PolicyReason = PolicyDecision['reasons'][number];
export type PolicyBacktest = Outputs['policies']['backtest'];
export type ApiKeyCreated = Outputs['apiKeys']['create'];
export type WebhookEndpointSecret = Outputs['webhookEndpoints']['create'];
export type WebhookAttempt = NonNullable<WebhookDelivery['log']>[number];
export type WebhookFinding = Outputs['webhookDeliveries']['explain']['findings'][number];
export type StaffCreated = Outputs['staff']['create'];
export type StaffInvite = Outputs['staff']['invites']['data'][number];
export type StaffInviteLink = Outputs['staff']['invite'];
export type StaffSession = Outputs['staff']['sessions']['data'][number];
export type StaffRule = Outputs['staff']['rules']['data'][number];
export type AuditVerdict = Outputs['audit']['verify'];
export type Summary = Outputs['dashboard']['summary'];
export type DashboardRange = Outputs['dashboard']['range'];
export type DashboardHealth = Outputs['dashboard']['health'];
/** How many rows a filter leaves, and their sums. */
export type Totals = Outputs['payments']['totals'];
/** A list as a person arranged it. */
export type SavedView = Outputs['savedViews']['save'];
export type SavedViewQuery = SavedView['query'];
export type SystemInfo = Outputs['system']['info'];
export type DoctorCheck = Outputs['system']['doctor']['checks'][number];
export type Session = Outputs['system']['session'];
export type SecurityOverview = Outputs['security']['overview'];
export type Passkey = SecurityOverview['passkeys'][number];

/** A new passkey, as the browser returns it. */
export type NewPasskey = Inputs['security']['addPasskey']['answer'];

/** The second factor for one action: what the action is, and the proof for it. */
export type StepUpPurpose = Inputs['security']['challenge'];
export type StepUpProof = NonNullable<Inputs['withdrawals']['approve']['proof']>;
export type StepUpMethod = SecurityOverview['methods'][number];

/** What the desk says about a page of a list beside its rows. */
export type ListMeta = PageMeta<string>;
