import type { Knex } from 'knex';
import { z } from 'zod';
import { verifyAudit, type AuditFault, type AuditVerdict } from '../../auditChain/verifyAudit.ts';
import { verifyLedger, type LedgerFault } from '../../ledger/verifyLedger.ts';
import { verifyApprovals } from '../../stepUp/storedEvidence.ts';
import { verifyCompletions } from '../../stepUp/storedEvidence.ts';
import { verifyPayouts } from '../../stepUp/storedEvidence.ts';
import { verifyPolicies } from '../../stepUp/storedEvidence.ts';
import type { EvidenceReport } from '../../stepUp/storedEvidence.ts';
import { command } from '../command.ts';
import { findUser } from '../findUser.ts';
import { withContext } from '../withContext.ts';

const DAMAGED = 2;

/** `123:` and the hash, as the command itself and the nightly log line print it. */
const rememberedHead = z
  .string()
  .regex(/^\d{1,15}:[0-9a-f]{64}$/, 'must be a number, a colon and a hash, as this command prints it')
  .transform((text) => ({ seq: Number(text.split(':')[0]), hash: text.split(':')[1] ?? '' }));

export const verifyCommand = command({
  name: 'verify',
  summary:
    'Compute every hash and balance of the ledger again, every hash of the audit log and every signature of a second factor; exit code 2 if one is wrong',
  options: {
    user: {
      value: 'ID',
      help: 'Only this user’s, by id or by its id in your own app; leaves audit log and signatures out',
    },
    'audit-head': {
      value: 'NUMBER:HASH',
      help: 'A head of the audit log that was printed earlier: it must still be in it',
    },
  },
  input: z.object({ user: z.string().trim().min(1).optional(), auditHead: rememberedHead.optional() }),
  async run({ user, auditHead }, context) {
    const { ledger, audit, secondFactors } = await withContext(
      context,
      { provider: false },
      async ({ knex }) => {
        const only = user === undefined ? undefined : (await findUser(knex, user)).id;
        context.note('Walking the ledger …');
        const ofLedger = await verifyLedger(knex, only);
        if (only !== undefined) return { ledger: ofLedger, audit: null, secondFactors: null };
        context.note('Walking the audit log …');
        const ofAudit = await verifyAudit(knex, auditHead);
        context.note('Checking what was signed …');
        return { ledger: ofLedger, audit: ofAudit, secondFactors: await verifySecondFactors(knex) };
      },
    );
    const { users, transactions, firstBad } = ledger;
    const ledgerText =
      firstBad === null
        ? `The ledger is in order: ${transactions} transactions of ${users} users, every hash and every balance as it should be.`
        : `The ledger is damaged. ${firstBadText(firstBad)}`;
    const ok =
      firstBad === null &&
      (audit === null || audit.firstBad === null) &&
      (secondFactors === null || secondFactors.every(({ report }) => report.forged.length === 0));
    const lines = [
      ledgerText,
      ...(audit === null ? [] : [auditText(audit)]),
      ...(secondFactors ?? []).map(secondFactorText),
    ];
    const proofs =
      secondFactors === null ? null : Object.fromEntries(secondFactors.map(({ of, report }) => [of, report]));
    return {
      json: { ok, ...ledger, audit, secondFactors: proofs },
      text: lines.join('\n'),
      exitCode: ok ? 0 : DAMAGED,
    };
  },
});

function firstBadText({ userId, transactionId, seq, problem }: LedgerFault): string {
  return transactionId === null
    ? `First bad balance: user ${userId}: ${problem}.`
    : `First bad row: transaction ${transactionId} (number ${seq} of user ${userId}): ${problem}.`;
}

function auditText({ rows, head, firstBad }: AuditVerdict): string {
  if (firstBad !== null) return `The audit log is damaged. ${auditFaultText(firstBad)}`;
  const waiting = head.unsealed === 0 ? '' : ` ${head.unsealed} wait to be chained.`;
  return `The audit log is in order: ${rows} entries.${waiting} Its head, to be kept elsewhere: ${head.seq}:${head.hash}`;
}

function auditFaultText({ entryId, seq, problem }: AuditFault): string {
  return entryId === null
    ? `${problem}.`
    : `First bad entry: ${entryId}${seq === null ? '' : ` (number ${seq})`}: ${problem}.`;
}

interface SecondFactors {
  of: 'approvals' | 'completions' | 'payouts' | 'policies';
  report: EvidenceReport;
}

async function verifySecondFactors(knex: Knex): Promise<SecondFactors[]> {
  return [
    { of: 'approvals', report: await verifyApprovals(knex) },
    { of: 'completions', report: await verifyCompletions(knex) },
    { of: 'payouts', report: await verifyPayouts(knex) },
    { of: 'policies', report: await verifyPolicies(knex) },
  ];
}

function secondFactorText({ of, report: { checked, verified, notSigned, forged } }: SecondFactors): string {
  if (forged.length > 0)
    return `Second factors of ${of}: ${forged.length} do not prove the action they belong to, first ${forged[0]}.`;
  return `Second factors of ${of}: ${checked}, of which ${verified} are signed by a passkey and verified; ${notSigned} were given as a code or not asked for.`;
}
