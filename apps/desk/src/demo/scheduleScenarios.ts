import { Decimal, formatUsd } from '@paydesk/types';
import { refreshMinimums } from '@paydesk/server/domain';
import type { Settings } from '@paydesk/server/settings';
import {
  anonymize,
  correctBalance,
  freeze,
  freezeForAWhile,
  payMonthlyFee,
  register,
  spend,
} from './customerScenarios.ts';
import { depositScenarios, type Deposit } from './depositScenarios.ts';
import { DAY, HOUR, type Scenario, type ScenarioRun } from './timeline.ts';
import {
  DEPOSITS,
  DEMO_DAYS,
  depositAmountUsd,
  depositCurrency,
  timeIn,
  payoutCurrency,
  planRandom,
  SUSPENSE,
  WITHDRAWALS,
} from './plan.ts';
import { PEOPLE } from './people.ts';
import { seededRandom, type Random } from './seededRandom.ts';
import type { Customer, DemoContext } from './demoContext.ts';
import { throughSuspense } from './suspenseScenarios.ts';
import { depositAndWithdraw } from './withdrawalScenarios.ts';

/**
 * Customers with scenarios of their own, by their place in the list; when they are frozen, in days before the
 * present.
 */
const FROZEN_DAYS_AGO = new Map([
  [4, 12],
  [21, 5],
]);
const FROZEN_FOR_A_WHILE = 12;
const ANONYMIZED = 9;
/** They only deposit and withdraw, so that their balance covers what they withdraw. */
const WITHDRAWING = [1, 3, 5, 7, 10, 13, 16, 18, 20, 24];

/** The customers, most of whom register in the first weeks. */
export function planCustomers(startAt: number, endAt: number): Customer[] {
  const random = seededRandom('customers');
  return PEOPLE.map((name, index) => {
    const registersAt =
      startAt +
      HOUR +
      Math.floor((index / PEOPLE.length) ** 1.7 * (DEMO_DAYS - 8) * DAY) +
      random.between(0, 9 * 3600) * 1000;
    const frozenDaysAgo = FROZEN_DAYS_AGO.get(index);
    return {
      name,
      registersAt,
      frozenAt: frozenDaysAgo === undefined ? null : endAt - frozenDaysAgo * DAY,
      anonymizedAt: index === ANONYMIZED ? endAt - 6 * DAY : null,
      id: '',
    };
  });
}

/** Schedules all scenarios. `onBegin` is called as each begins; returns how many there are. */
export function scheduleScenarios(
  demo: DemoContext,
  settings: Settings,
  onBegin: (run: ScenarioRun) => void,
): number {
  scheduleRates(demo);
  let count = 0;
  const schedule: Schedule = (at, customer, scenario) => {
    count += 1;
    demo.timeline.schedule(at, customer.name, async (run) => {
      onBegin(run);
      await scenario(run);
    });
  };
  scheduleCustomers(demo, schedule);
  scheduleDeposits(demo, schedule);
  scheduleWithdrawals(demo, settings, schedule);
  return count;
}

/** The worker's part: the rates that payouts are compared with. A coin without a known one is not paid out. */
function scheduleRates({ timeline, startAt, endAt, currencies }: DemoContext): void {
  for (let at = startAt; at <= endAt; at += 3 * DAY)
    timeline.schedule(
      at,
      'the provider',
      async ({ ctx }) => void (await refreshMinimums(ctx, currencies.size)),
    );
}

type Schedule = (at: number, customer: Customer, scenario: Scenario) => void;

function scheduleCustomers(demo: DemoContext, schedule: Schedule): void {
  for (const [index, customer] of demo.customers.entries()) {
    schedule(customer.registersAt, customer, async (run) => await register(run, demo, customer, index));
    if (index === ANONYMIZED && customer.anonymizedAt !== null)
      schedule(customer.anonymizedAt, customer, async (run) => await anonymize(run, demo, customer));
    else if (!WITHDRAWING.includes(index))
      schedule(
        customer.registersAt + 2 * DAY,
        customer,
        async (run) => await spend(run, demo, customer, planRandom('spend', index)),
      );
    if (index % 6 === 2)
      schedule(
        customer.registersAt + 9 * DAY,
        customer,
        async (run) => await payMonthlyFee(run, demo, customer),
      );
    if (customer.frozenAt !== null)
      schedule(customer.frozenAt, customer, async (run) => await freeze(run, demo, customer));
  }
  const [first] = demo.customers;
  const reviewed = demo.customers[FROZEN_FOR_A_WHILE];
  if (first !== undefined)
    schedule(demo.endAt - 8 * DAY, first, async (run) => await correctBalance(run, demo, first));
  if (reviewed !== undefined)
    schedule(demo.endAt - 25 * DAY, reviewed, async (run) => await freezeForAWhile(run, demo, reviewed));
}

function scheduleDeposits(demo: DemoContext, schedule: Schedule): void {
  for (const [row, { scenario, count, ...span }] of DEPOSITS.entries()) {
    for (let number = 0; number < count; number += 1) {
      const { at, deposit } = chooseDeposit(demo, span, planRandom(`${scenario} ${row}`, number));
      schedule(at, deposit.customer, async (run) => await depositScenarios[scenario](run, deposit));
    }
  }
  for (const { arrival, ending, count, ...span } of SUSPENSE) {
    for (let number = 0; number < count; number += 1) {
      const { at, deposit } = chooseDeposit(demo, span, planRandom(`${arrival} ${ending}`, number));
      schedule(at, deposit.customer, async (run) => await throughSuspense(run, deposit, arrival, ending));
    }
  }
}

function scheduleWithdrawals(demo: DemoContext, settings: Settings, schedule: Schedule): void {
  let next = 0;
  for (const { ending, count, isLarge, ...span } of WITHDRAWALS) {
    for (let number = 0; number < count; number += 1) {
      const random = planRandom(`${ending} ${isLarge}`, number);
      const at = timeIn(span, demo.endAt, random);
      const customer = nextWithdrawer(demo, at, () => (next += 1));
      const deposit: Deposit = {
        demo,
        customer,
        amountUsd: '0.00',
        currencyCode: payoutCurrency(random),
        random,
      };
      const amountUsd =
        isLarge === true
          ? largeAmountUsd(settings)
          : formatUsd(new Decimal(random.between(20, 190)).times(5).dividedBy(2).toDecimalPlaces(0));
      schedule(at, customer, async (run) => await depositAndWithdraw(run, deposit, amountUsd, ending));
    }
  }
}

/** Each in turn, without those who have not registered yet. */
function nextWithdrawer({ customers }: DemoContext, at: number, next: () => number): Customer {
  for (let attempt = 0; attempt < WITHDRAWING.length; attempt += 1) {
    const customer = customers[WITHDRAWING[next() % WITHDRAWING.length] ?? 0];
    if (customer !== undefined && customer.registersAt < at - HOUR) return customer;
  }
  throw new Error('the plan has a withdrawal before any customer could request it');
}

/** Enough to need a second approval, as far as a deposit can be that large. */
function largeAmountUsd({ secondApprovalUsd }: Settings): string {
  return formatUsd(
    Decimal.max(200, Decimal.min(new Decimal(secondApprovalUsd).times('1.4'), 38_000)).toDecimalPlaces(0),
  );
}

/** A deposit of a customer who is registered at the time; early customers are chosen more often. */
function chooseDeposit(
  demo: DemoContext,
  span: { oldest: number; youngest: number },
  random: Random,
): { at: number; deposit: Deposit } {
  const at = timeIn(span, demo.endAt, random);
  const present = demo.customers.filter(
    ({ registersAt, anonymizedAt }) =>
      registersAt < at - HOUR && (anonymizedAt === null || at < anonymizedAt - 10 * DAY),
  );
  const customer = present[Math.floor(random.next() ** 1.4 * present.length)];
  if (customer === undefined) throw new Error('the plan has a deposit before any customer could make it');
  return {
    at,
    deposit: {
      demo,
      customer,
      amountUsd: depositAmountUsd(random),
      currencyCode: depositCurrency(random),
      random,
    },
  };
}
