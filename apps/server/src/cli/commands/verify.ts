import { z } from 'zod';
import { readExportedSeals, type ExportedSeal } from '../../seals/exportedSeals.ts';
import { originKeyOf } from '../../origin/originKey.ts';
import { sealKeyOf } from '../../seals/sealKey.ts';
import type { DeskRestore } from '../../models/DeskRestore.ts';
import type { EvidenceReport } from '../../verify/storedEvidence.ts';
import { verifyDesk, type CheckName, type DeskVerdict, type SecondFactors } from '../../verify/verifyDesk.ts';
import { command, type CommandContext } from '../command.ts';
import { CommandFailure } from '../failure.ts';
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
    'Check the whole database, trusting nothing in it: hashes, balances, payments, approvals, signatures, the schema; exit code 2 if anything is wrong',
  options: {
    against: {
      value: 'FILE',
      help: 'Seals that were exported earlier (SEAL_EXPORT_DIR): each must still be there',
    },
    user: {
      value: 'ID',
      help: 'Only this user’s rows, by id or by its id in your own app; leaves schema, audit log and signatures out',
    },
    'without-secret': {
      help: 'Leave out who wrote the rows: for a machine that does not have the desk’s PAYDESK_SECRET',
    },
    'audit-head': {
      value: 'NUMBER:HASH',
      help: 'A head of the audit log that was printed earlier: it must still be in it',
    },
  },
  input: z.object({
    user: z.string().trim().min(1).optional(),
    withoutSecret: z.boolean().optional(),
    auditHead: rememberedHead.optional(),
    against: z.string().min(1).optional(),
  }),
  async run({ user, auditHead, against, withoutSecret = false }, context) {
    const { seals } = context.settings;
    const key = sealKeyOf(seals.secret);
    const exported = against === undefined ? undefined : await exportedSeals(against);
    const verdict = await withContext(context, { provider: false }, async ({ knex }) => {
      const userId = user === undefined ? undefined : (await findUser(knex, user)).id;
      return await verifyDesk(knex, {
        userId,
        auditHead,
        seals: { publicKeys: [key.publicKey, ...seals.formerKeys], exported },
        origin: withoutSecret ? null : originKeyOf(knex),
        progress: progressOf(context),
      });
    });
    const { ok, ledger, audit, secondFactors, checks } = verdict;
    return {
      json: {
        ok,
        leftOut: verdict.leftOut,
        users: ledger?.users ?? 0,
        transactions: ledger?.transactions ?? 0,
        firstBad: ledger?.firstBad ?? null,
        audit,
        secondFactors,
        seals: verdict.seals === null ? null : { head: verdict.seals.head, publicKey: key.publicKey },
        restores: verdict.restores.map((restore) => restoreFacts(restore, verdict.seals)),
        checks,
      },
      text: textOf(verdict, key.publicKey),
      exitCode: ok ? 0 : DAMAGED,
    };
  },
});

const TITLES: Record<CheckName, string> = {
  schema: 'Schema: functions, triggers, constraints',
  ledger: 'Ledger: hashes, balances, holds',
  origins: 'Proofs that the desk wrote the rows',
  conservation: 'Everything that arrived is somewhere',
  payments: 'Payments, deposits and suspense',
  postings: 'Postings and what they belong to',
  figures: 'Totals of the dashboard',
  reports: 'Reports of the provider',
  payloads: 'What withdrawals requested',
  withdrawals: 'Withdrawals, approvals, payouts, policies',
  changes: 'Change requests',
  evidence: 'Second factors',
  events: 'Events',
  seals: 'Seals over the books',
  audit: 'Audit log',
};

function progressOf({ progress }: CommandContext): (check: CheckName, rows: number) => void {
  return (check, rows) => progress(`${TITLES[check]} …${rows === 0 ? '' : ` ${rows}`}`);
}

/** @throws CommandFailure when the file cannot be read */
async function exportedSeals(path: string): Promise<ExportedSeal[]> {
  try {
    return await readExportedSeals(path);
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error));
  }
}

function textOf(
  { ok, leftOut, checks, ledger, audit, secondFactors, seals, restores }: DeskVerdict,
  publicKey: string,
): string {
  const failed = checks.filter(({ faults }) => faults > 0);
  return [
    ...checks.map(({ name, rows, faults, firstBad }) =>
      firstBad === null
        ? `ok     ${TITLES[name]} (${rows})`
        : `WRONG  ${TITLES[name]}: ${faults} wrong, first ${firstBad.table}${firstBad.id === null ? '' : ` ${firstBad.id}`}: ${firstBad.problem}`,
    ),
    ...leftOut.map((name) => `LEFT OUT, because it needs PAYDESK_SECRET: ${TITLES[name]}`),
    ...(secondFactors === null ? [] : [secondFactorText(secondFactors)]),
    ...(audit === null ? [] : [auditText(audit)]),
    ...(seals === null
      ? []
      : [`Last seal, to be kept elsewhere: ${seals.head ?? 'none yet'}. Public key: ${publicKey}.`]),
    ...restores.map((restore) => restoreText(restoreFacts(restore, seals))),
    ok
      ? `Everything is in order: ${ledger?.transactions ?? 0} transactions of ${ledger?.users ?? 0} users.`
      : `THIS DATABASE IS DAMAGED: ${failed.length} of ${checks.length} checks found something wrong.`,
  ].join('\n');
}

const restoreFacts = (restore: DeskRestore, seals: DeskVerdict['seals']) => ({
  restoredAt: restore.restoredAt.toISOString(),
  restoredTo: restore.restoredTo.toISOString(),
  restoredBy: restore.restoredBy,
  lostSeals: seals?.lost.get(restore.id) ?? 0,
});

const restoreText = ({ restoredAt, restoredTo, restoredBy, lostSeals }: ReturnType<typeof restoreFacts>) =>
  `Restored at ${restoredAt} to ${restoredTo} by ${restoredBy}` +
  `${lostSeals === 0 ? '' : `: ${lostSeals} exported seals were lost with it`}.`;

function auditText({ head }: NonNullable<DeskVerdict['audit']>): string {
  const waiting = head.unsealed === 0 ? '' : ` ${head.unsealed} entries wait to be chained.`;
  return `Head of the audit log, to be kept elsewhere: ${head.seq}:${head.hash}.${waiting}`;
}

function secondFactorText(secondFactors: SecondFactors): string {
  const sum = (field: Exclude<keyof EvidenceReport, 'forged'>) =>
    Object.values<EvidenceReport>({ ...secondFactors }).reduce((total, report) => total + report[field], 0);
  return `Of ${sum('checked')} second factors ${sum('verified')} are signatures of passkeys, verified again; ${sum('notSigned')} were given as a code or not asked for.`;
}
