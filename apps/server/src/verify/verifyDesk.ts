import type { Knex } from 'knex';
import { callerChecks } from './checks/callers.ts';
import { changeRequestChecks } from './checks/changeRequests.ts';
import { countedCreditChecks } from './checks/countedCredits.ts';
import { eventChecks } from './checks/events.ts';
import { paymentChecks } from './checks/payments.ts';
import { postingChecks } from './checks/postings.ts';
import { withdrawalChecks } from './checks/withdrawals.ts';
import { verifyConservation } from './conservation.ts';
import { mergeFindings, type Finding } from './finding.ts';
import type { DeskRestore } from '../models/DeskRestore.ts';
import type { OriginKey } from '../origin/originKey.ts';
import { ownRestores } from '../restores/ownRestores.ts';
import { inSnapshot } from './inSnapshot.ts';
import { runRelationalChecks } from './relationalCheck.ts';
import {
  verifyApprovals,
  verifyChangeApprovals,
  verifyCompletions,
  verifyPayouts,
  verifyPolicies,
  type EvidenceReport,
} from './storedEvidence.ts';
import { walkAudit, type AuditVerdict, type StoredHead } from './verifyAudit.ts';
import { walkLedger, type LedgerVerdict } from './verifyLedger.ts';
import { verifyFigures } from './verifyFigures.ts';
import { verifyChanges, verifyPayloads, verifyReports } from './verifyRecords.ts';
import { verifyOrigins } from './verifyOrigins.ts';
import { verifyRights } from './verifyRights.ts';
import { verifySchema } from './verifySchema.ts';
import { verifySeals, type SealOptions, type SealVerdict } from './verifySeals.ts';

/** What is checked, in the order in which it is checked and reported. */
const CHECKS = [
  'schema',
  'ledger',
  'origins',
  'conservation',
  'payments',
  'postings',
  'figures',
  'reports',
  'payloads',
  'withdrawals',
  'changes',
  'evidence',
  'events',
  'seals',
  'audit',
] as const;
export type CheckName = (typeof CHECKS)[number];

export interface VerifyOptions {
  /** Only the rows of this user; schema, audit log, reports and signatures are left out. */
  userId?: string | undefined;
  auditHead?: StoredHead | undefined;
  /** Without it the signatures of seals are not checked. */
  seals?: SealOptions | undefined;
  /** Verifies which rows the desk wrote. Without it that is not checked. */
  origin?: OriginKey | null | undefined;
  /** Hears which check runs, and how many rows it has read so far. */
  progress?: (check: CheckName, rows: number) => void;
}

export interface SecondFactors {
  approvals: EvidenceReport;
  completions: EvidenceReport;
  payouts: EvidenceReport;
  policies: EvidenceReport;
  changes: EvidenceReport;
}

export interface DeskVerdict {
  ok: boolean;
  /** Checks that could not run without the desk's secret. */
  leftOut: CheckName[];
  /** Every check that ran, with what it found. */
  checks: ({ name: CheckName } & Finding)[];
  ledger: LedgerVerdict | null;
  audit: AuditVerdict | null;
  secondFactors: SecondFactors | null;
  seals: SealVerdict | null;
  /** Restores to earlier times that are on record; checked with the secret alone. */
  restores: readonly DeskRestore[];
}

/**
 * Checks everything that must always be true of the database, on one snapshot, and trusts nothing that stands in it:
 * hashes, chains, sums and signatures are computed here, and the functions and triggers are compared with the
 * migrations. All checks run, whatever the earlier ones found; a check that fails is a fault of its own.
 */
export async function verifyDesk(knex: Knex, options: VerifyOptions = {}): Promise<DeskVerdict> {
  return await inSnapshot(knex, async (trx) => await verifySnapshot(trx, options));
}

/** `verifyDesk` inside a snapshot that is open already. */
export async function verifySnapshot(
  trx: Knex.Transaction,
  { userId, auditHead, seals = { publicKeys: null }, origin = null, progress = () => {} }: VerifyOptions = {},
): Promise<DeskVerdict> {
  const only = userId ?? null;
  const verdict: DeskVerdict = {
    ok: true,
    leftOut: only === null && origin === null ? ['origins'] : [],
    checks: [],
    ledger: null,
    audit: null,
    secondFactors: null,
    seals: null,
    restores: [],
  };
  const work: Record<CheckName, ((step: Knex.Transaction) => Promise<Finding>) | null> = {
    schema:
      only === null
        ? async (step) => {
            const schema = await verifySchema(step);
            return { ...mergeFindings([schema, await verifyRights(step)]), rows: schema.rows };
          }
        : null,
    ledger: async (step) => {
      verdict.ledger = await walkLedger(step, userId, (rows) => progress('ledger', rows), origin);
      return findingOfLedger(verdict.ledger);
    },
    origins: only === null && origin !== null ? async (step) => await verifyOrigins(step, origin) : null,
    conservation: only === null ? verifyConservation : null,
    payments: async (step) => await runRelationalChecks(step, paymentChecks, only),
    postings: async (step) =>
      await runRelationalChecks(step, [...postingChecks, ...countedCreditChecks], only),
    figures: only === null ? verifyFigures : null,
    reports: only === null ? verifyReports : null,
    payloads: only === null ? verifyPayloads : null,
    withdrawals: async (step) =>
      await runRelationalChecks(step, [...withdrawalChecks, ...callerChecks], only),
    changes:
      only === null
        ? async (step) =>
            mergeFindings([
              await verifyChanges(step),
              await runRelationalChecks(step, changeRequestChecks, null),
            ])
        : null,
    evidence:
      only === null
        ? async (step) => {
            verdict.secondFactors = await verifySecondFactors(step);
            return findingOfEvidence(verdict.secondFactors);
          }
        : null,
    events: only === null ? async (step) => await runRelationalChecks(step, eventChecks, null) : null,
    seals:
      only === null
        ? async (step) => {
            const restores = origin === null ? [] : await ownRestores(step);
            verdict.restores = restores;
            verdict.seals = await verifySeals(step, { ...seals, restores });
            const { rows, faults, firstBad } = verdict.seals;
            return { rows, faults, firstBad };
          }
        : null,
    audit:
      only === null
        ? async (step) => {
            verdict.audit = await walkAudit(step, auditHead);
            return findingOfAudit(verdict.audit);
          }
        : null,
  };
  for (const name of CHECKS) {
    const check = work[name];
    if (check === null) continue;
    progress(name, 0);
    const finding = await runCheck(trx, check);
    verdict.checks.push({ name, ...finding });
    if (finding.faults > 0) verdict.ok = false;
  }
  return verdict;
}

/** In a savepoint: a table that somebody dropped fails its own checks and no others. */
async function runCheck(
  trx: Knex.Transaction,
  check: (step: Knex.Transaction) => Promise<Finding>,
): Promise<Finding> {
  try {
    return await trx.transaction(check);
  } catch (error) {
    const problem = `it could not be checked: ${error instanceof Error ? error.message.split(' - ').at(-1) : String(error)}`;
    return { rows: 0, faults: 1, firstBad: { table: 'database', id: null, problem } };
  }
}

async function verifySecondFactors(trx: Knex.Transaction): Promise<SecondFactors> {
  return {
    approvals: await verifyApprovals(trx),
    completions: await verifyCompletions(trx),
    payouts: await verifyPayouts(trx),
    policies: await verifyPolicies(trx),
    changes: await verifyChangeApprovals(trx),
  };
}

function findingOfLedger({ transactions, faults, firstBad }: LedgerVerdict): Finding {
  return {
    rows: transactions,
    faults,
    firstBad:
      firstBad === null
        ? null
        : {
            table: firstBad.transactionId === null ? 'user_balances' : 'transactions',
            id: firstBad.transactionId ?? firstBad.userId,
            problem: firstBad.problem,
          },
  };
}

function findingOfAudit({ rows, firstBad }: AuditVerdict): Finding {
  return {
    rows,
    faults: firstBad === null ? 0 : 1,
    firstBad:
      firstBad === null ? null : { table: 'audit_log', id: firstBad.entryId, problem: firstBad.problem },
  };
}

const EVIDENCE_TABLES: Record<keyof SecondFactors, string> = {
  approvals: 'withdrawal_approvals',
  completions: 'withdrawal_requests',
  payouts: 'payouts',
  policies: 'withdrawal_policies',
  changes: 'change_request_approvals',
};

function findingOfEvidence(secondFactors: SecondFactors): Finding {
  const findings = (Object.keys(EVIDENCE_TABLES) as (keyof SecondFactors)[]).map((of): Finding => {
    const { checked, forged } = secondFactors[of];
    const [id] = forged;
    return {
      rows: checked,
      faults: forged.length,
      firstBad:
        id === undefined
          ? null
          : { table: EVIDENCE_TABLES[of], id, problem: 'its second factor was not given for what it says' },
    };
  });
  return { ...mergeFindings(findings), rows: findings.reduce((sum, { rows }) => sum + rows, 0) };
}
