import {
  newId,
  postInOrder,
  recordAudits,
  systemActor,
  User,
  type AuditRecord,
  type Posting,
} from '@paydesk/server/domain';
import type { Knex } from 'knex';
import { PURCHASES } from '../customerScenarios.ts';
import type { Random } from '../seededRandom.ts';
import { EXTERNAL_PREFIX, pickUser, usd, type BulkUser, type Business } from './business.ts';
import type { BatchSize } from './bulkPlan.ts';
import { endWithdrawals } from './endWithdrawals.ts';
import { inventDeposit, type InventedDeposit } from './inventDeposit.ts';
import { inventPerson } from './inventPeople.ts';
import { requestWithdrawals, type Wish } from './requestWithdrawals.ts';
import { storeDeposits } from './storeDeposits.ts';

type NewPosting = Omit<Posting, 'idempotent'>;

/** Audit entries that one statement inserts. */
const AUDIT_SLICE = 1000;
const WELCOME_CENTS = 500n;
/** Withdrawals that a batch leaves for a later one. */
const LEFT_OPEN = 0.3;

/**
 * Adds one batch of business to a desk: what was open is settled, users sign up, pay in, buy and ask for withdrawals,
 * in the order of time. Everything goes through the guards that the desk's own commands go through.
 *
 * @param first how many payments were made before
 */
export async function fillBatch(
  trx: Knex.Transaction,
  business: Business,
  size: BatchSize,
  { random, now, first }: { random: Random; now: number; first: number },
): Promise<void> {
  const at = () => random.between(size.startAt, Math.max(size.startAt, size.endAt - 1));
  const due = business.open.filter(() => random.next() > LEFT_OPEN);
  const settled = await endWithdrawals(trx, business, due, { random, now });
  business.open = business.open.filter((withdrawal) => !due.includes(withdrawal));
  const entries = [...settled.entries, ...(await signUp(trx, business, size, random))];

  const deposits = Array.from({ length: size.payments }, (_none, index) =>
    inventDeposit(business, random, { at: at(), now, number: first + index }),
  );
  entries.push(...(await storeDeposits(trx, business, deposits, random)));

  const credits = deposits.filter(({ outcome }) => outcome === 'credited');
  const others = Math.max(0, size.postings - settled.postings.length - credits.length);
  const steps: Step[] = [
    ...credits.map((deposit): Step => ({ at: deposit.endedAt, kind: 'credit', deposit })),
    ...Array.from({ length: others }, (): Step => ({ at: at(), kind: 'other' })),
    ...Array.from({ length: size.withdrawals }, (): Step => ({ at: at(), kind: 'wish' })),
  ];
  const walked = walk(
    business,
    random,
    steps.toSorted((a, b) => a.at - b.at),
  );
  await postInOrder(trx, [...settled.postings, ...walked.postings]);
  const requested = await requestWithdrawals(trx, business, walked.wishes, random);
  business.open.push(...requested.open);
  entries.push(...walked.entries, ...requested.entries);
  while (entries.length < size.auditEntries) entries.push(signIn(business, random, at()));
  for (let from = 0; from < entries.length; from += AUDIT_SLICE)
    await recordAudits(trx, entries.slice(from, from + AUDIT_SLICE));
}

type Step = { at: number } & ({ kind: 'credit'; deposit: InventedDeposit } | { kind: 'other' | 'wish' });

async function signUp(
  trx: Knex.Transaction,
  { users, shop }: Business,
  { users: target, startAt }: BatchSize,
  random: Random,
): Promise<AuditRecord[]> {
  if (users.length >= target) return [];
  const at = new Date(startAt);
  const people = Array.from({ length: target - users.length }, (_none, index) => {
    const number = users.length + index + 1;
    return { id: newId(at), externalId: `${EXTERNAL_PREFIX}${number}`, ...inventPerson(number, random) };
  });
  await User.query(trx).insert(people.map((person) => ({ ...person, createdAt: at, updatedAt: at })));
  users.push(
    ...people.map(({ id, username }): BulkUser => ({
      id,
      name: username,
      availableCents: 0n,
      isWithdrawing: false,
      charge: null,
    })),
  );
  return people.map(({ id }) => ({
    action: 'users.create',
    actor: shop,
    subjectKind: 'user',
    subjectId: id,
    at,
  }));
}

function walk(business: Business, random: Random, steps: readonly Step[]) {
  const postings: NewPosting[] = [];
  const wishes: Wish[] = [];
  const entries: AuditRecord[] = [];
  for (const step of steps) {
    if (step.kind === 'credit') postings.push(credit(step.deposit));
    else if (step.kind === 'wish') {
      const wish = wishOf(business, random, step.at);
      if (wish !== null) wishes.push(wish);
    } else {
      const { posting, entry } = otherPosting(business, random, new Date(step.at));
      postings.push(posting);
      if (entry !== null) entries.push(entry);
    }
  }
  return { postings, wishes, entries };
}

const PROVIDER = systemActor('provider');

function credit({
  user,
  payment,
  arrivedCents,
  endedAt,
  currency,
  actualAmount,
}: InventedDeposit): NewPosting {
  user.availableCents += arrivedCents;
  return {
    userId: user.id,
    transactionType: 'deposit',
    amountUsd: usd(arrivedCents),
    paymentId: payment.id,
    actor: PROVIDER,
    at: new Date(endedAt),
    description: `Payment completed - ${payment.internalPaymentId}`,
    metadata: {
      arrived: actualAmount,
      currencyCode: currency.code,
      internalPaymentId: payment.internalPaymentId,
      providerPaymentId: payment.providerPaymentId,
    },
  };
}

/** The first of some users who has enough and has asked for nothing yet. */
function wishOf(business: Business, random: Random, at: number): Wish | null {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const user = pickUser(business, random);
    if (user.isWithdrawing || user.availableCents < 4000n) continue;
    const most = user.availableCents / 2n;
    const cents = least(most, BigInt(random.between(1500, 45_000)));
    user.isWithdrawing = true;
    user.availableCents -= cents;
    return { user, cents, at };
  }
  return null;
}

const WELCOME = systemActor('welcome bonus');

/** A purchase mostly; now and then a refund, a fee, a bonus or a correction by staff. */
function otherPosting(
  business: Business,
  random: Random,
  at: Date,
): { posting: NewPosting; entry: AuditRecord | null } {
  const chance = random.next();
  const user = solventUser(business, random);
  if (user === null || chance < 0.03) {
    const lucky = user ?? pickUser(business, random);
    return plain(
      lucky,
      { transactionType: 'bonus', cents: WELCOME_CENTS, actor: WELCOME, at },
      'Welcome bonus',
    );
  }
  if (chance < 0.06 && user.charge !== null) {
    const { id, cents } = user.charge;
    user.charge = null;
    const refund = { transactionType: 'refund' as const, cents, actor: business.shop, at };
    const { posting } = plain(user, refund, 'Refund of a purchase');
    return { posting: { ...posting, refundOfId: id }, entry: null };
  }
  if (chance < 0.1)
    return plain(user, { transactionType: 'fee', cents: -100n, actor: business.shop, at }, 'Account fee');
  if (chance < 0.115) return correction(business, user, BigInt(random.between(100, 900)), at);
  const cents = least((user.availableCents * 3n) / 10n, BigInt(random.between(100, 2400)));
  const purchase = { transactionType: 'payment' as const, cents: -cents, actor: business.shop, at };
  const { posting } = plain(user, purchase, random.pick(PURCHASES));
  const id = newId(at);
  user.charge = { id, cents };
  const order = `O-${random.between(100_000, 9_999_999)}`;
  return { posting: { ...posting, id, orderId: order, metadata: { order } }, entry: null };
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);

function solventUser(business: Business, random: Random): BulkUser | null {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const user = pickUser(business, random);
    if (user.availableCents >= 500n) return user;
  }
  return null;
}

function plain(
  user: BulkUser,
  { cents, ...entry }: Pick<NewPosting, 'transactionType' | 'actor' | 'at'> & { cents: bigint },
  description: string,
): { posting: NewPosting; entry: null } {
  user.availableCents += cents;
  return { posting: { userId: user.id, amountUsd: usd(cents), ...entry, description }, entry: null };
}

function correction({ admin }: Business, user: BulkUser, cents: bigint, at: Date) {
  const id = newId(at);
  const reason = 'Goodwill after the outage, agreed with the customer by e-mail';
  const { posting } = plain(user, { transactionType: 'adjustment', cents, actor: admin, at }, reason);
  const entry: AuditRecord = {
    action: 'transactions.adjust',
    actor: admin,
    subjectKind: 'transaction',
    subjectId: id,
    note: reason,
    after: { userId: user.id, amountUsd: posting.amountUsd, type: 'adjustment' },
    at,
  };
  return { posting: { ...posting, id }, entry };
}

function signIn({ approvers, operator, payer }: Business, random: Random, at: number): AuditRecord {
  const actor = random.pick([operator, payer, ...approvers]);
  return {
    action: 'auth.signIn',
    actor: { ...actor, ipAddress: `203.0.113.${random.between(1, 254)}` },
    subjectKind: 'staff',
    subjectId: actor.id,
    at: new Date(at),
  };
}
