import { type dashboardSummaryOutput, Decimal, FIGURES, formatUsd } from '@paydesk/types';
import type { z } from 'zod';
import { shareReads } from '../base/shareReads.ts';
import type { AppContext } from '../context/appContext.ts';
import { ChangeRequest } from '../models/ChangeRequest.ts';
import { PayoutStop } from '../models/PayoutStop.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { wholeDesk } from '../rowFilters/reader.ts';
import { withdrawalRows } from '../rowFilters/withdrawalRows.ts';
import { readBooks } from './readBooks.ts';
import { readFigures } from './readFigures.ts';
import { readPostedSince } from './readPostedSince.ts';

type Summary = z.infer<typeof dashboardSummaryOutput>;

const DAY_MS = 86_400_000;

const shared = new WeakMap<AppContext, () => Promise<Summary>>();

/**
 * The work that waits for staff, the desk's liabilities, and whether every received cent is explained. What is open is
 * computed from the filter of the list that it opens; what grows with the desk comes from totals, which `paydesk verify`
 * compares with the rows.
 *
 * Every open page asks for it whenever something has changed: they share it.
 */
export async function summary(ctx: AppContext): Promise<Summary> {
  const read = shared.get(ctx) ?? shareReads(async () => await readSummary(ctx));
  shared.set(ctx, read);
  return await read();
}

async function readSummary(ctx: AppContext): Promise<Summary> {
  const { knex, clock } = ctx;
  const from = new Date(clock.now().getTime() - DAY_MS);
  const figures = await readFigures(knex, {
    withdrawalsToReview: FIGURES.withdrawalsToReview,
    withdrawalsToPay: FIGURES.withdrawalsToPay,
    tamperedWithdrawals: FIGURES.tamperedWithdrawals,
    depositsInFlight: FIGURES.depositsInFlight,
    needsAttention: FIGURES.needsAttention,
    changeRequests: FIGURES.changeRequests,
    currencyChanges: FIGURES.currencyChanges,
    webhooksDisabled: FIGURES.webhooksDisabled,
    webhooksFailing: FIGURES.webhooksFailing,
    suspenseOpen: FIGURES.suspenseOpen,
    held: FIGURES.held,
  });
  const books = await readBooks(knex);
  const posted = await readPostedSince(knex, from, ['deposit', 'withdrawal', 'payment']);
  return {
    withdrawalsToReview: { ...figures.withdrawalsToReview, oldestAt: await oldestToReview(ctx) },
    withdrawalsToPay: figures.withdrawalsToPay,
    depositsInFlight: figures.depositsInFlight,
    suspenseOpen: figures.suspenseOpen,
    needsAttention: { count: figures.needsAttention.count },
    currencyChanges: { count: figures.currencyChanges.count },
    webhooks: { disabled: figures.webhooksDisabled.count, failing: figures.webhooksFailing.count },
    tamperedWithdrawals: { count: figures.tamperedWithdrawals.count },
    changeRequests: { waiting: figures.changeRequests.count, delayed: await delayedChanges(ctx) },
    payoutStop: PayoutStop.present(await PayoutStop.findOpen(knex)),
    liabilitiesUsd: books.liabilitiesUsd,
    heldUsd: figures.held.amountUsd,
    users: books.users,
    conservation: books.conservation,
    last24h: {
      from: from.toISOString(),
      depositedUsd: posted.deposit,
      withdrawnUsd: negated(posted.withdrawal),
      chargedUsd: negated(posted.payment),
    },
  };
}

/** What left a balance, as a positive amount. */
const negated = (amountUsd: string): string => formatUsd(new Decimal(amountUsd).negated());

async function oldestToReview({ knex }: AppContext): Promise<string | null> {
  const rows = await withdrawalRows(knex, FIGURES.withdrawalsToReview.filter, wholeDesk);
  const oldest: WithdrawalRequest | undefined = await rows().orderBy(['createdAt', 'id']).first();
  return oldest?.createdAt.toISOString() ?? null;
}

/** Changes that take effect without another person unless someone cancels them. */
async function delayedChanges({ knex }: AppContext) {
  const requests = await ChangeRequest.query(knex)
    .where({ status: 'waiting' })
    .whereNotNull('notBefore')
    .orderBy('notBefore')
    .limit(20);
  return requests.map(({ id, summary, makerName, notBefore }) => ({
    id,
    summary,
    makerName,
    notBefore: (notBefore ?? new Date()).toISOString(),
  }));
}
