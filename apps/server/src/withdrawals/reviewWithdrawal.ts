import {
  HOLDING_WITHDRAWAL_STATUSES,
  passkeyFromUsd,
  type withdrawalOutput,
  type withdrawalReviewOutput,
} from '@paydesk/types';
import type { z } from 'zod';
import type { Principal, StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { PayoutStop } from '../models/PayoutStop.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { decide } from '../policyEngine/decide.ts';
import { gatherFacts } from '../policyEngine/gatherFacts.ts';
import { relyingPartyOf } from '../stepUp/stepUpContext.ts';
import { addressHistory } from './addressHistory.ts';
import { checkPayload } from './checkPayload.ts';
import { findCreditors } from './creditors.ts';
import { queuePosition } from './queuePosition.ts';
import { allowedActions } from './allowedActions.ts';
import { userHistory } from './userHistory.ts';

type Review = z.infer<typeof withdrawalReviewOutput>;
type Withdrawal = z.infer<typeof withdrawalOutput>;

/**
 * Everything an approver needs before deciding: the request, its user's history, the history of the address, the
 * policy's decision now, what the caller may do, and the neighbours in the queue. Reads only. Refuses with STAFF_ONLY.
 */
export async function reviewWithdrawal(
  ctx: AppContext,
  caller: Principal,
  presented: Withdrawal,
): Promise<Review> {
  if (caller.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'only staff can see a review');
  const now = ctx.clock.now();
  const withdrawal = { ...presented, isIntact: await isIntact(ctx, presented) };
  const { id, userId } = withdrawal;
  const [user, address, queue, { policy, decision }, factors, payoutStop] = await Promise.all([
    userHistory(ctx.knex, { userId, withdrawalId: id, now }),
    addressHistory(ctx.knex, {
      withdrawalId: id,
      userId,
      network: withdrawal.network,
      walletAddress: withdrawal.walletAddress,
      extraId: withdrawal.extraId,
      createdAt: withdrawal.createdAt,
    }),
    queuePosition(ctx.knex, withdrawal),
    currentDecision(ctx, withdrawal, now),
    factorsOf(ctx, caller),
    PayoutStop.findOpen(ctx.knex),
  ]);
  const payoutsOn = ctx.settings.provider.payouts.on;
  const may = allowedActions({
    withdrawal,
    caller: { id: caller.id, permissions: caller.permissions, ...factors },
    rules: policy.rules,
    creditedBy: await findCreditors(ctx.knex, withdrawal, policy.rules),
    decision,
    payoutsOn,
    payoutStop: payoutStop ?? null,
    now,
  });
  return {
    withdrawal,
    user,
    address,
    decision,
    may,
    payoutsOn,
    queue,
    serverTime: now.toISOString(),
    policy: {
      version: policy.version,
      allowSamePerson: policy.rules.allowSamePerson,
      secondFactor: policy.rules.secondFactor,
      passkeyFromUsd: passkeyFromUsd(policy.rules),
    },
  };
}

/** Checks what the commands check, so that the buttons agree with them. A closed withdrawal has no buttons. */
async function isIntact(ctx: AppContext, withdrawal: Withdrawal): Promise<boolean> {
  if (!HOLDING_WITHDRAWAL_STATUSES.includes(withdrawal.status)) return withdrawal.isIntact;
  try {
    await checkPayload(ctx.knex, withdrawal);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'PAYLOAD_CHANGED') return false;
    throw error;
  }
}

/** What the policy in force decides now. Not recorded, because nothing is done. */
async function currentDecision(ctx: AppContext, withdrawal: Withdrawal, now: Date) {
  const policy = await currentPolicy(ctx.knex, ctx);
  const { userId, amountUsd, walletAddress, extraId, network, id, createdAt } = withdrawal;
  const facts = await gatherFacts(ctx.knex, {
    userId,
    amountUsd,
    walletAddress,
    extraId,
    network,
    withdrawalId: id,
    createdAt: new Date(createdAt),
    rules: policy.rules,
  });
  return { policy, decision: decide(policy.rules, policy.version, facts, now) };
}

/** Whether the caller has an authenticator app or a passkey for any host, and a passkey that works here. */
async function factorsOf(
  ctx: AppContext,
  { id, twoFactorEnabled }: StaffPrincipal,
): Promise<{ hasSecondFactor: boolean; hasPasskey: boolean }> {
  const { rpId } = relyingPartyOf(ctx.settings.publicUrl);
  const hosts: string[] = await ctx
    .knex('staff_passkeys')
    .where({ staff_id: id })
    .whereNull('removed_at')
    .pluck('rp_id');
  return { hasSecondFactor: twoFactorEnabled || hosts.length > 0, hasPasskey: hosts.includes(rpId) };
}
