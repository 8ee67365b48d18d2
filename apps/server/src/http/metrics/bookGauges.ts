import { auditHead } from '../../auditChain/auditHead.ts';
import type { AppContext } from '../../context/appContext.ts';
import { summary } from '../../dashboard/summary.ts';
import { lastVerification } from '../../system/lastVerification.ts';
import type { Scrape } from './scrape.ts';
import { sharedGauges } from './sharedGauges.ts';

/** What operators monitor about the books: totals, work for people, the chain of the audit log, the verification. */
export function bookGauges(ctx: AppContext, scrape: Scrape): void {
  businessGauges(ctx, scrape);
  auditGauges(ctx, scrape);
  verificationGauges(ctx, scrape);
}

/** Prometheus stores floats: these figures are for graphs and alerts, and are never read back. */
function businessGauges(ctx: AppContext, scrape: Scrape): void {
  const gauge = sharedGauges(ctx, scrape, async () => await summary(ctx));
  gauge(
    'paydesk_unexplained_usd',
    'Received amounts that are neither credited, in suspense, returned, a fee nor in flight; must be 0',
    (facts) => Number.parseFloat(facts.conservation.unexplainedUsd),
  );
  gauge('paydesk_liabilities_usd', 'Sum of all balances', (facts) => Number.parseFloat(facts.liabilitiesUsd));
  gauge('paydesk_held_usd', 'Sum held for open withdrawals', (facts) => Number.parseFloat(facts.heldUsd));
  gauge(
    'paydesk_withdrawals_to_review',
    'Withdrawals waiting for approval',
    (facts) => facts.withdrawalsToReview.count,
  );
  gauge(
    'paydesk_withdrawals_tampered',
    'Open withdrawals that differ from the request; must be 0',
    (facts) => facts.tamperedWithdrawals.count,
  );
  gauge('paydesk_suspense_open', 'Open suspense items', (facts) => facts.suspenseOpen.count);
  gauge(
    'paydesk_payments_needing_attention',
    'Payments flagged for staff',
    (facts) => facts.needsAttention.count,
  );
  gauge(
    'paydesk_webhook_endpoints_disabled',
    'Webhook endpoints that the desk has disabled; their receivers get no events',
    (facts) => facts.webhooks.disabled,
  );
  gauge(
    'paydesk_webhook_endpoints_failing',
    'Enabled webhook endpoints whose last attempt has failed',
    (facts) => facts.webhooks.failing,
  );
  gauge('paydesk_deposits_in_flight', 'Deposits seen but not final', (facts) => facts.depositsInFlight.count);
}

/** Digits of a hash that a float stores exactly. */
const FINGERPRINT_DIGITS = 12;

/**
 * The head of the audit log's chain, stored outside the database: a count that falls, or a fingerprint that
 * changes while the count stays, means that the log was cut off or rebuilt.
 */
function auditGauges(ctx: AppContext, scrape: Scrape): void {
  const gauge = sharedGauges(ctx, scrape, async () => await auditHead(ctx.knex));
  gauge(
    'paydesk_audit_sealed_entries',
    'Entries in the chain of the audit log; it never falls',
    ({ seq }) => seq,
  );
  gauge('paydesk_audit_head_fingerprint', 'The first 48 bits of the last entry’s hash', ({ hash }) =>
    Number.parseInt(hash.slice(0, FINGERPRINT_DIGITS) || '0', 16),
  );
  gauge(
    'paydesk_audit_unsealed_seconds',
    'Age of the oldest audit entry that is not in the chain yet; over a minute: no worker is running',
    ({ unsealedSeconds }) => unsealedSeconds,
  );
}

function verificationGauges(ctx: AppContext, scrape: Scrape): void {
  const gauge = sharedGauges(ctx, scrape, async () => await lastVerification(ctx.knex));
  gauge(
    'paydesk_verified',
    'Whether the last nightly verification found everything in order; must be 1',
    (last) => (last === null || last.ok ? 1 : 0),
  );
  gauge(
    'paydesk_verification_age_seconds',
    'Age of the last nightly verification; 0 before the first',
    (last) => (last === null ? 0 : (Date.now() - last.finishedAt.getTime()) / 1000),
  );
}
