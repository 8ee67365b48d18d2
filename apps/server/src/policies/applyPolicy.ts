import type { PolicyRules } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { COMMAND_LINE } from '../base/actor.ts';
import { canonicalJson } from '../base/canonicalJson.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { currentPolicy, enforcedRules, type VersionedRules } from '../policyEngine/currentPolicy.ts';

/**
 * Publishes a policy at the command line, as the role that owns the tables: without a person and a second factor.
 * They are published as they will be in force, whatever the file says about the second factor. Rules that are in force
 * already change nothing. Returns the version in force, and whether it is new.
 * Refuses with STAFF_ONLY (another role), POLICY_CHANGED (another version was published in between).
 */
export async function applyPolicy(
  ctx: AppContext,
  { rules: given, note }: { rules: PolicyRules; note: string },
): Promise<VersionedRules & { isNew: boolean }> {
  const rules = enforcedRules(ctx, given);
  return await transact(ctx.knex, async (trx) => {
    const before = await currentPolicy(trx, ctx);
    // Version 0 is what the settings say, and changes with them.
    if (before.version > 0 && canonicalJson(before.rules) === canonicalJson(rules))
      return { ...before, isNew: false };
    const at = ctx.clock.now();
    const { id, version } = await WithdrawalPolicy.query(trx).insertAndFetch({
      id: newId(at),
      version: before.version + 1,
      rules,
      note,
      publishedByStaffId: null,
      publishedByName: COMMAND_LINE.name ?? '',
      stepUp: null,
      createdAt: at,
    });
    await recordAudit(trx, {
      action: 'policies.publish',
      actor: COMMAND_LINE,
      subjectKind: 'policy',
      subjectId: id,
      note,
      before,
      after: { version, rules },
      at,
    });
    return { version, rules, isNew: true };
  });
}
