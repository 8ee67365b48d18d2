import { Decimal, formatUsd } from '@paydesk/types';
import type { Settings } from '@paydesk/server/settings';
import {
  anonymize,
  correctBalance,
  freeze,
  freezeForAWhile,
  payMonthlyFee,
  register,
  spend,
} from './customerStories.ts';
import { depositStories, type Deposit } from './depositStories.ts';
import { DAY, HOUR, type Life } from './lives.ts';
import {
  DEPOSITS,
  DEMO_DAYS,
  depositAmountUsd,
  depositCurrency,
  momentIn,
  payoutCurrency,
  planRandom,
  SUSPENSE,
  WITHDRAWALS,
} from './plan.ts';
import { PEOPLE } from './people.ts';
import { seededRandom, type Random } from './seededRandom.ts';
import type { Customer, Stage } from './stage.ts';
import { throughSuspense } from './suspenseStories.ts';
import { depositAndWithdraw } from './withdrawalStories.ts';

/** Customers with a story of their own, by their place in the list. */
const FROZEN = new Map([
  [4, 12],
  [21, 5],
]);
const FROZEN_FOR_A_WHILE = 12;
const ANONYMIZED = 9;
/** They only deposit and withdraw, so that what they withdraw is there. */
const WITHDRAWING = [1, 3, 5, 7, 10, 13, 16, 18, 20, 24];

/** The customers, most of whom come in the first weeks. */
export function planCustomers(startAt: number, endAt: number): Customer[] {
  const random = seededRandom('customers');
  return PEOPLE.map((name, index) => {
    const registersAt =
      startAt +
      HOUR +
      Math.floor((index / PEOPLE.length) ** 1.7 * (DEMO_DAYS - 8) * DAY) +
      random.between(0, 9 * 3600) * 1000;
    const frozenDaysAgo = FROZEN.get(index);
    return {
      name,
      registersAt,
      frozenAt: frozenDaysAgo === undefined ? null : endAt - frozenDaysAgo * DAY,
      leavesAt: index === ANONYMIZED ? endAt - 6 * DAY : null,
      id: '',
    };
  });
}

/**
 * Puts everything that will happen on the stage. `told` is called as each story begins; answers how many
 * there will be.
 */
export function planStories(stage: Stage, settings: Settings, told: (life: Life) => void): number {
  let count = 0;
  const begin = (at: number, customer: Customer, story: (life: Life) => Promise<void>) => {
    count += 1;
    stage.lives.begin(at, customer.name, async (life) => {
      told(life);
      await story(life);
    });
  };
  planLives(stage, begin);
  planDeposits(stage, begin);
  planWithdrawals(stage, settings, begin);
  return count;
}

type Begin = (at: number, customer: Customer, story: (life: Life) => Promise<void>) => void;

function planLives(stage: Stage, begin: Begin): void {
  for (const [index, customer] of stage.customers.entries()) {
    begin(customer.registersAt, customer, async (life) => await register(life, stage, customer, index));
    if (index === ANONYMIZED && customer.leavesAt !== null)
      begin(customer.leavesAt, customer, async (life) => await anonymize(life, stage, customer));
    else if (!WITHDRAWING.includes(index))
      begin(
        customer.registersAt + 2 * DAY,
        customer,
        async (life) => await spend(life, stage, customer, planRandom('spend', index)),
      );
    if (index % 6 === 2)
      begin(
        customer.registersAt + 9 * DAY,
        customer,
        async (life) => await payMonthlyFee(life, stage, customer),
      );
    if (customer.frozenAt !== null)
      begin(customer.frozenAt, customer, async (life) => await freeze(life, stage, customer));
  }
  const [first] = stage.customers;
  const reviewed = stage.customers[FROZEN_FOR_A_WHILE];
  if (first !== undefined)
    begin(stage.endAt - 8 * DAY, first, async (life) => await correctBalance(life, stage, first));
  if (reviewed !== undefined)
    begin(stage.endAt - 25 * DAY, reviewed, async (life) => await freezeForAWhile(life, stage, reviewed));
}

function planDeposits(stage: Stage, begin: Begin): void {
  for (const [row, { story, count, ...span }] of DEPOSITS.entries()) {
    for (let number = 0; number < count; number += 1) {
      const { at, deposit } = castDeposit(stage, span, planRandom(`${story} ${row}`, number));
      begin(at, deposit.customer, async (life) => await depositStories[story](life, deposit));
    }
  }
  for (const { arrival, ending, count, ...span } of SUSPENSE) {
    for (let number = 0; number < count; number += 1) {
      const { at, deposit } = castDeposit(stage, span, planRandom(`${arrival} ${ending}`, number));
      begin(at, deposit.customer, async (life) => await throughSuspense(life, deposit, arrival, ending));
    }
  }
}

function planWithdrawals(stage: Stage, settings: Settings, begin: Begin): void {
  let next = 0;
  for (const { ending, count, isLarge, ...span } of WITHDRAWALS) {
    for (let number = 0; number < count; number += 1) {
      const random = planRandom(`${ending} ${isLarge}`, number);
      const at = momentIn(span, stage.endAt, random);
      const customer = nextWithdrawer(stage, at, () => (next += 1));
      const deposit: Deposit = {
        stage,
        customer,
        amountUsd: '0.00',
        currencyCode: payoutCurrency(random),
        random,
      };
      const amountUsd =
        isLarge === true
          ? largeAmountUsd(settings)
          : formatUsd(new Decimal(random.between(20, 190)).times(5).dividedBy(2).toDecimalPlaces(0));
      begin(at, customer, async (life) => await depositAndWithdraw(life, deposit, amountUsd, ending));
    }
  }
}

/** They take turns; who is not there yet is passed over. */
function nextWithdrawer({ customers }: Stage, at: number, turn: () => number): Customer {
  for (let tries = 0; tries < WITHDRAWING.length; tries += 1) {
    const customer = customers[WITHDRAWING[turn() % WITHDRAWING.length] ?? 0];
    if (customer !== undefined && customer.registersAt < at - HOUR) return customer;
  }
  throw new Error('the plan has a withdrawal before anybody could make it');
}

/** Enough to need a second approval, as far as a deposit can be that large. */
function largeAmountUsd({ secondApprovalUsd }: Settings): string {
  return formatUsd(
    Decimal.max(200, Decimal.min(new Decimal(secondApprovalUsd).times('1.4'), 38_000)).toDecimalPlaces(0),
  );
}

/** Somebody who is there at the time, the early ones more often. */
function castDeposit(
  stage: Stage,
  span: { oldest: number; youngest: number },
  random: Random,
): { at: number; deposit: Deposit } {
  const at = momentIn(span, stage.endAt, random);
  const present = stage.customers.filter(
    ({ registersAt, leavesAt }) => registersAt < at - HOUR && (leavesAt === null || at < leavesAt - 10 * DAY),
  );
  const customer = present[Math.floor(random.next() ** 1.4 * present.length)];
  if (customer === undefined) throw new Error('the plan has a deposit before anybody could make it');
  return {
    at,
    deposit: {
      stage,
      customer,
      amountUsd: depositAmountUsd(random),
      currencyCode: depositCurrency(random),
      random,
    },
  };
}
