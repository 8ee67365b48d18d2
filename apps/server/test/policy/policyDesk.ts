import { policyRulesSchema, type PolicyRules } from '@paydesk/types';
import { newId, newInternalWithdrawalId } from '../../src/base/identifiers.ts';
import { transact } from '../../src/db/transact.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { settleWithdrawal } from '../../src/ledger/settleWithdrawal.ts';
import { Staff } from '../../src/models/Staff.ts';
import { WithdrawalPolicy } from '../../src/models/WithdrawalPolicy.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { decideWithdrawal, type DecidedWithdrawal } from '../../src/policyEngine/decideWithdrawal.ts';
import { recordingRefusals, PolicyRefusal, refuseByPolicy } from '../../src/policyEngine/policyRefusal.ts';
import { approveInSql, EVM_ADDRESS, newHash } from '../support/money.ts';
import { actors, employ } from '../support/testDesk.ts';

type Changes = Partial<Omit<PolicyRules, 'perUser' | 'global'>> & {
  perUser?: Partial<PolicyRules['perUser']>;
  global?: Partial<PolicyRules['global']>;
};

/** Rules that pass everything with one approval, except for these changes. */
export function rules(changes: Changes = {}): PolicyRules {
  const none = { dayUsd: null, weekUsd: null, monthUsd: null };
  return policyRulesSchema.parse({
    approvals: [{ fromUsd: '0.00', approvals: 1 }],
    bandsBy: 'request',
    creditorDays: 0,
    allowSamePerson: false,
    secondFactor: 'ifEnrolled',
    velocity: null,
    coolingHours: 0,
    lookAlike: 'warn',
    rateSeconds: 900,
    ...changes,
    perUser: { ...none, ...changes.perUser },
    global: { ...none, ...changes.global },
  });
}

let people = 0;

async function newStaff(desk: AppContext, name = 'Ada'): Promise<Staff> {
  people += 1;
  const { staff } = await createStaff(desk.knex, desk.auth, {
    email: `policy-${people}@example.com`,
    name,
    role: 'admin',
    password: 'a long enough password',
  });
  return await Staff.query(desk.knex).findById(staff.id).throwIfNotFound();
}

/** Inserts rules as the new version of the policy. */
export async function publishRules(desk: AppContext, changed: PolicyRules): Promise<number> {
  const staff = (await Staff.query(desk.knex).first()) ?? (await newStaff(desk));
  const newest = await WithdrawalPolicy.query(desk.knex).max('version as version').first();
  const version = (newest?.version ?? 0) + 1;
  await WithdrawalPolicy.query(desk.knex).insert({
    id: newId(),
    version,
    rules: changed,
    note: 'for a test',
    publishedByStaffId: staff.id,
    publishedByName: staff.name,
    createdAt: new Date(),
    stepUp: {
      kind: 'none',
      staffId: staff.id,
      challenge: '',
      covers: null,
      verifiedAt: new Date().toISOString(),
      passkeyId: null,
      assertion: null,
    },
  });
  return version;
}

export interface WithdrawalInput {
  userId: string;
  amountUsd?: string;
  at?: Date;
  walletAddress?: string;
  extraId?: string | null;
  currencyCode?: string;
  network?: string;
}

/** Requests a withdrawal as the desk does: decides, refuses or inserts, in one database transaction. */
export const requestWithdrawal = async (
  desk: AppContext,
  input: WithdrawalInput,
): Promise<DecidedWithdrawal> => await request(desk, input, refuseByPolicy);

/** The same, but the request is made whatever the decision. */
export const requestRegardless = async (
  desk: AppContext,
  input: WithdrawalInput,
): Promise<DecidedWithdrawal> => await request(desk, input, () => undefined);

async function request(
  desk: AppContext,
  input: WithdrawalInput,
  onDecision: (decided: DecidedWithdrawal) => void,
): Promise<DecidedWithdrawal> {
  const at = input.at ?? desk.clock.now();
  const id = newId(at);
  const {
    userId,
    amountUsd = '50.00',
    walletAddress = EVM_ADDRESS,
    extraId = null,
    currencyCode = 'USDTBSC',
    network = 'bsc',
  } = input;
  return await recordingRefusals(
    desk,
    async () =>
      await transact(desk.knex, async (trx) => {
        const decided = await decideWithdrawal(trx, desk, {
          moment: 'create',
          userId,
          amountUsd,
          walletAddress,
          extraId,
          network,
          withdrawalId: id,
          createdAt: at,
          at,
        });
        onDecision(decided);
        await WithdrawalRequest.query(trx).insert({
          id,
          userId,
          internalWithdrawalId: newInternalWithdrawalId(at),
          amountUsd,
          currencyCode,
          walletAddress,
          extraId,
          networkFeeUsd: '0.00',
          serviceFeeUsd: '0.00',
          requiredApprovals: decided.requiredApprovals,
          requestedByKind: 'service',
          requestedById: 'shop',
          requestedByName: 'shop',
          createdAt: at,
          updatedAt: at,
          statusChangedAt: at,
        });
        return decided;
      }),
  );
}

/** 'requested', or the rules that stopped it. */
export const outcomeOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'requested',
    (error: unknown) => {
      if (error instanceof PolicyRefusal)
        return error.decided.reasons
          .filter(({ effect }) => effect === 'stop')
          .map(({ rule }) => rule)
          .join();
      throw error;
    },
  );

/** Decides again about an existing request. */
export async function decideAgain(
  desk: AppContext,
  withdrawalId: string,
  at: Date,
  moment: 'approve' | 'complete' = 'approve',
): Promise<DecidedWithdrawal> {
  const w = await WithdrawalRequest.query(desk.knex)
    .findById(withdrawalId)
    .withGraphFetched('currency')
    .throwIfNotFound();
  const { userId, amountUsd, walletAddress, extraId, createdAt } = w;
  const network = w.currency?.network ?? '';
  return await transact(
    desk.knex,
    async (trx) =>
      await decideWithdrawal(trx, desk, {
        moment,
        userId,
        amountUsd,
        walletAddress,
        extraId,
        network,
        withdrawalId,
        createdAt,
        at,
      }),
  );
}

export const closed = async (
  desk: AppContext,
  id: string,
  status: 'rejected' | 'cancelled',
  at: Date,
): Promise<void> =>
  void (await WithdrawalRequest.query(desk.knex)
    .findById(id)
    .patch({
      status,
      statusChangedAt: at,
      ...(status === 'rejected' ? { rejectedAt: at } : { cancelledAt: at }),
    }));

export const HOUR = 3_600_000;
export const hours = (from: Date, count: number): Date => new Date(from.getTime() + count * HOUR);

/** Approves and completes a withdrawal in the tables alone, without the policy. */
export async function paid(desk: AppContext, withdrawalId: string, at: Date): Promise<void> {
  const w = await WithdrawalRequest.query(desk.knex).findById(withdrawalId).throwIfNotFound();
  const transactionHash = newHash();
  await transact(desk.knex, async (trx) => {
    for (let approval = 0; approval < w.requiredApprovals; approval += 1) {
      await approveInSql(trx, {
        withdrawal_request_id: withdrawalId,
        payload_hash: w.payloadHash,
        staff_id: newId(),
        created_at: at,
      });
    }
    await w.$query(trx).patch({ status: 'approved', approvedAt: at, statusChangedAt: at });
    const bob = actors.staff('Bob');
    await employ(trx, bob);
    await trx('withdrawal_requests').where({ id: withdrawalId }).update({
      status: 'completed',
      completed_at: at,
      status_changed_at: at,
      transaction_hash: transactionHash,
      completed_by_kind: 'staff',
      completed_by_id: bob.id,
      completed_by_name: 'Bob',
    });
    await settleWithdrawal(trx, await WithdrawalRequest.query(trx).findById(withdrawalId).throwIfNotFound(), {
      actor: actors.system,
      at,
      transactionHash,
    });
  });
}
