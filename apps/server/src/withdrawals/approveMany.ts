import type { StepUpEvidence, WithdrawalStatus } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { asDomainError } from '../db/refusal.ts';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { approveWithdrawal } from './approveWithdrawal.ts';
import { rejectWithdrawal } from './rejectWithdrawal.ts';

/** The result for one row. */
export interface RowResult {
  id: string;
  ok: boolean;
  status: WithdrawalStatus | null;
  reason: string | null;
  message: string | null;
}

/**
 * Approves each withdrawal separately, in the given order, with every check and in its own database transaction: a
 * refusal does not stop the others.
 */
export const approveMany = async (
  ctx: AppContext,
  actor: Actor,
  ids: readonly string[],
  approval: { evidence: StepUpEvidence; note?: string | undefined },
): Promise<RowResult[]> =>
  await forEachRow(ids, async (id) => await approveWithdrawal(ctx, actor, id, approval));

/** Rejects each withdrawal separately, as `approveMany` approves. */
export const rejectMany = async (
  ctx: AppContext,
  actor: Actor,
  ids: readonly string[],
  reason: string,
): Promise<RowResult[]> =>
  await forEachRow(ids, async (id) => await rejectWithdrawal(ctx, actor, id, reason));

async function forEachRow(
  ids: readonly string[],
  work: (id: string) => Promise<WithdrawalRequest>,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const id of ids) results.push(await resultOf(id, work));
  return results;
}

async function resultOf(id: string, work: (id: string) => Promise<WithdrawalRequest>): Promise<RowResult> {
  try {
    const { status } = await work(id);
    return { id, ok: true, status, reason: null, message: null };
  } catch (error) {
    const refusal = asDomainError(error);
    if (!(refusal instanceof DomainError)) throw error;
    return { id, ok: false, status: null, reason: refusal.reason, message: refusal.message };
  }
}
