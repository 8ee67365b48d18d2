import {
  type Actor,
  approveWithdrawal,
  cancelWithdrawal,
  completionChallenge,
  completeWithdrawal,
  createWithdrawal,
  quoteWithdrawal,
  refreshRate,
  rejectWithdrawal,
  returnToApproved,
  startProcessing,
  UserBalance,
  type WithdrawalRequest,
} from '@paydesk/server/domain';
import { Decimal, formatUsd } from '@paydesk/types';
import { asCustomer, currencyOf } from './demoContext.ts';
import { type Deposit, payDeposit } from './depositScenarios.ts';
import { payoutAddress, payoutHash } from './inventedAddresses.ts';
import { HOUR, MINUTE, type ScenarioRun } from './timeline.ts';

interface Request {
  withdrawal: WithdrawalRequest;
  deposit: Deposit;
}

type Ending = (run: ScenarioRun, request: Request) => Promise<void>;

/** Gives the approvals that the request needs, or at most `most` of them. */
async function approve(
  run: ScenarioRun,
  { withdrawal, deposit }: Request,
  most = withdrawal.requiredApprovals,
): Promise<void> {
  for (const approver of deposit.demo.approvers.slice(0, most)) {
    await run.wait(deposit.random.between(40, 300) * MINUTE);
    const evidence = evidenceOf(run, approver, withdrawal.payloadHash);
    await approveWithdrawal(run.ctx, approver, withdrawal.id, {
      evidence,
      note: deposit.random.next() < 0.3 ? 'Known customer, the deposits fit' : undefined,
    });
  }
}

async function process(run: ScenarioRun, { withdrawal, deposit }: Request): Promise<void> {
  await run.wait(deposit.random.between(10, 120) * MINUTE);
  await refreshRate(run.ctx, deposit.demo.payer, withdrawal.id);
  await startProcessing(run.ctx, deposit.demo.payer, withdrawal.id);
}

async function complete(run: ScenarioRun, { withdrawal, deposit }: Request): Promise<void> {
  await run.wait(deposit.random.between(5, 60) * MINUTE);
  const { network } = currencyOf(deposit.demo, withdrawal.currencyCode);
  const transactionHash = payoutHash(network, deposit.random);
  const challenge = completionChallenge(withdrawal.payloadHash, transactionHash, null);
  await completeWithdrawal(run.ctx, deposit.demo.payer, withdrawal.id, {
    transactionHash,
    evidence: evidenceOf(run, deposit.demo.payer, challenge),
  });
}

/** With the simulator, people without a second factor are asked for none. */
const evidenceOf = (run: ScenarioRun, { id }: Actor, challenge: string) =>
  ({
    kind: 'none',
    staffId: id ?? '',
    challenge,
    covers: null,
    verifiedAt: run.ctx.clock.now().toISOString(),
    passkeyId: null,
    assertion: null,
  }) as const;

/** How withdrawals end, or which status they have at the present. */
const withdrawalEndings = {
  async waiting() {},

  async halfApproved(run, request) {
    await approve(run, request, 1);
  },

  async approved(run, request) {
    await approve(run, request);
  },

  async processing(run, request) {
    await approve(run, request);
    await process(run, request);
  },

  async paidOut(run, request) {
    await approve(run, request);
    await process(run, request);
    await complete(run, request);
  },

  async paidOutAtSecondAttempt(run, request) {
    await approve(run, request);
    await process(run, request);
    await run.wait(HOUR);
    await returnToApproved(
      run.ctx,
      request.deposit.demo.payer,
      request.withdrawal.id,
      'The wallet ran out of gas; topped up, to be sent again',
    );
    await process(run, request);
    await complete(run, request);
  },

  async rejected(run, { withdrawal, deposit }) {
    await run.wait(5 * HOUR);
    await rejectWithdrawal(
      run.ctx,
      deposit.demo.approvers[0],
      withdrawal.id,
      'The address belongs to an exchange that refuses such deposits',
    );
  },

  async rejectedAfterApproval(run, request) {
    await approve(run, request);
    await run.wait(2 * HOUR);
    await rejectWithdrawal(
      run.ctx,
      request.deposit.demo.approvers[1],
      request.withdrawal.id,
      'The customer could not confirm the request by phone',
    );
  },

  async cancelled(run, { withdrawal, deposit }) {
    await run.wait(deposit.random.between(10, 200) * MINUTE);
    await cancelWithdrawal(run.ctx, asCustomer(deposit.customer), withdrawal.id);
  },
} satisfies Record<string, Ending>;

export type WithdrawalEnding = keyof typeof withdrawalEndings;

/** A deposit, and some hours later a withdrawal of part of the balance. */
export async function depositAndWithdraw(
  run: ScenarioRun,
  deposit: Deposit,
  amountUsd: string,
  ending: WithdrawalEnding,
): Promise<void> {
  await payDeposit(run, {
    ...deposit,
    amountUsd: formatUsd(new Decimal(amountUsd).times('1.25').toDecimalPlaces(0)),
    currencyCode: 'USDTTRC20',
  });
  await run.wait(deposit.random.between(1, 9) * HOUR);
  const { customer, demo, random } = deposit;
  const balance = await UserBalance.query(run.ctx.knex).findById(customer.id).throwIfNotFound();
  const available = new Decimal(balance.balanceUsd).minus(balance.heldUsd);
  const asked = {
    amountUsd: formatUsd(Decimal.min(available, amountUsd)),
    currencyCode: deposit.currencyCode,
  };
  const { quote } = await quoteWithdrawal(run.ctx, asked);
  const withdrawal = await createWithdrawal(run.ctx, random.next() < 0.5 ? demo.shop : asCustomer(customer), {
    ...asked,
    userId: customer.id,
    quote,
    walletAddress: payoutAddress(currencyOf(demo, deposit.currencyCode).network, random),
  });
  await withdrawalEndings[ending](run, { withdrawal, deposit });
}
