import {
  HOLDING_WITHDRAWAL_STATUSES,
  type withdrawalOutput,
  type withdrawalReviewOutput,
} from '@paydesk/types';
import type { z } from 'zod';
import type { Principal, StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { decide } from '../policyEngine/decide.ts';
import { gatherFacts } from '../policyEngine/gatherFacts.ts';
import { addressHistory } from './addressHistory.ts';
import { checkPayload } from './checkPayload.ts';
import { queuePlace } from './queuePlace.ts';
import { reviewMay } from './reviewMay.ts';
import { userHistory } from './userHistory.ts';

type Review = z.infer<typeof withdrawalReviewOutput>;
type Withdrawal = z.infer<typeof withdrawalOutput>;

/**
 * Everything that a careful person wants to see before saying yes: the request beside its user's story, how
 * the address is related to others, what the policy says now, what the caller may do, and what waits before
 * and after. Reads only; the parts are asked for at once. Refuses with STAFF_ONLY.
 */
export async function reviewWithdrawal(
  ctx: AppContext,
  caller: Principal,
  presented: Withdrawal,
): Promise<Review> {
  if (caller.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'a review shows what staff alone may see');
  const now = ctx.clock.now();
  const withdrawal = { ...presented, isIntact: await isUntouched(ctx, presented) };
  const { id, userId } = withdrawal;
  const [user, address, queue, { policy, decision }, hasSecondFactor] = await Promise.all([
    userHistory(ctx.knex, { userId, withdrawalId: id, now }),
    addressHistory(ctx.knex, {
      withdrawalId: id,
      userId,
      network: withdrawal.network,
      walletAddress: withdrawal.walletAddress,
      extraId: withdrawal.extraId,
      createdAt: withdrawal.createdAt,
    }),
    queuePlace(ctx.knex, withdrawal),
    presentDecision(ctx, withdrawal, now),
    hasFactor(ctx, caller),
  ]);
  const payoutsOn = ctx.settings.provider.payouts.on;
  const may = reviewMay({
    withdrawal,
    caller: { id: caller.id, permissions: caller.permissions, hasSecondFactor },
    rules: policy.rules,
    decision,
    payoutsOn,
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
    },
  };
}

/**
 * By everything that the verbs look at, so that no button promises what they refuse. What is closed is not
 * acted upon any more.
 */
async function isUntouched(ctx: AppContext, withdrawal: Withdrawal): Promise<boolean> {
  if (!HOLDING_WITHDRAWAL_STATUSES.includes(withdrawal.status)) return withdrawal.isIntact;
  try {
    await checkPayload(ctx.knex, withdrawal);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'PAYLOAD_CHANGED') return false;
    throw error;
  }
}

/** What the policy in force says now; nothing is recorded, because nothing is done. */
async function presentDecision(ctx: AppContext, withdrawal: Withdrawal, now: Date) {
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

/** An app that codes come from, or a passkey of any host. */
async function hasFactor(ctx: AppContext, caller: StaffPrincipal): Promise<boolean> {
  if (caller.twoFactorEnabled) return true;
  return (
    (await ctx.knex('staff_passkeys').where({ staff_id: caller.id }).whereNull('removed_at').first('id')) !==
    undefined
  );
}
