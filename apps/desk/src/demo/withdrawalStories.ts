import { Decimal, formatUsd } from '@paydesk/types';
import {
  approveWithdrawal,
  cancelWithdrawal,
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
import { payIn, type Deposit } from './depositStories.ts';
import { HOUR, MINUTE, type Life } from './lives.ts';
import { payoutAddress, payoutHash } from './payoutDestination.ts';
import { currencyOf, itself } from './stage.ts';

interface Request {
  withdrawal: WithdrawalRequest;
  deposit: Deposit;
}

type Ending = (life: Life, request: Request) => Promise<void>;

/** The approvals that the request needs, or so many of them. */
async function approve(
  life: Life,
  { withdrawal, deposit }: Request,
  most = withdrawal.requiredApprovals,
): Promise<void> {
  for (const approver of deposit.stage.approvers.slice(0, most)) {
    await life.pass(deposit.random.between(40, 300) * MINUTE);
    const evidence = {
      kind: 'none',
      staffId: approver.id ?? '',
      challenge: withdrawal.payloadHash,
      covers: null,
      provedAt: life.ctx.clock.now().toISOString(),
      passkeyId: null,
      assertion: null,
    } as const;
    await approveWithdrawal(life.ctx, approver, withdrawal.id, {
      evidence,
      note: deposit.random.next() < 0.3 ? 'Known customer, the deposits fit' : undefined,
    });
  }
}

async function process(life: Life, { withdrawal, deposit }: Request): Promise<void> {
  await life.pass(deposit.random.between(10, 120) * MINUTE);
  await refreshRate(life.ctx, deposit.stage.payer, withdrawal.id);
  await startProcessing(life.ctx, deposit.stage.payer, withdrawal.id);
}

async function complete(life: Life, { withdrawal, deposit }: Request): Promise<void> {
  await life.pass(deposit.random.between(5, 60) * MINUTE);
  const { network } = currencyOf(deposit.stage, withdrawal.currencyCode);
  await completeWithdrawal(life.ctx, deposit.stage.payer, withdrawal.id, {
    transactionHash: payoutHash(network, deposit.random),
  });
}

/** How withdrawals end, or where the present finds them. */
export const withdrawalEndings = {
  async waiting() {},

  async halfApproved(life, request) {
    await approve(life, request, 1);
  },

  async approved(life, request) {
    await approve(life, request);
  },

  async processing(life, request) {
    await approve(life, request);
    await process(life, request);
  },

  async paidOut(life, request) {
    await approve(life, request);
    await process(life, request);
    await complete(life, request);
  },

  async paidOutAtSecondAttempt(life, request) {
    await approve(life, request);
    await process(life, request);
    await life.pass(HOUR);
    await returnToApproved(
      life.ctx,
      request.deposit.stage.payer,
      request.withdrawal.id,
      'The wallet ran out of gas; topped up, to be sent again',
    );
    await process(life, request);
    await complete(life, request);
  },

  async rejected(life, { withdrawal, deposit }) {
    await life.pass(5 * HOUR);
    await rejectWithdrawal(
      life.ctx,
      deposit.stage.approvers[0],
      withdrawal.id,
      'The address belongs to an exchange that refuses such deposits',
    );
  },

  async rejectedAfterApproval(life, request) {
    await approve(life, request);
    await life.pass(2 * HOUR);
    await rejectWithdrawal(
      life.ctx,
      request.deposit.stage.approvers[1],
      request.withdrawal.id,
      'The customer could not confirm the request by phone',
    );
  },

  async cancelled(life, { withdrawal, deposit }) {
    await life.pass(deposit.random.between(10, 200) * MINUTE);
    await cancelWithdrawal(life.ctx, itself(deposit.customer), withdrawal.id);
  },
} satisfies Record<string, Ending>;

export type WithdrawalEnding = keyof typeof withdrawalEndings;

/** A deposit, and some hours later a withdrawal of part of what is there by then. */
export async function depositAndWithdraw(
  life: Life,
  deposit: Deposit,
  amountUsd: string,
  ending: WithdrawalEnding,
): Promise<void> {
  await payIn(life, {
    ...deposit,
    amountUsd: formatUsd(new Decimal(amountUsd).times('1.25').toDecimalPlaces(0)),
    currencyCode: 'USDTTRC20',
  });
  await life.pass(deposit.random.between(1, 9) * HOUR);
  const { customer, stage, random } = deposit;
  const balance = await UserBalance.query(life.ctx.knex).findById(customer.id).throwIfNotFound();
  const available = new Decimal(balance.balanceUsd).minus(balance.heldUsd);
  const asked = {
    amountUsd: formatUsd(Decimal.min(available, amountUsd)),
    currencyCode: deposit.currencyCode,
  };
  const { quote } = await quoteWithdrawal(life.ctx, asked);
  const withdrawal = await createWithdrawal(life.ctx, random.next() < 0.5 ? stage.shop : itself(customer), {
    ...asked,
    userId: customer.id,
    quote,
    walletAddress: payoutAddress(currencyOf(stage, deposit.currencyCode).network, random),
  });
  await withdrawalEndings[ending](life, { withdrawal, deposit });
}
