import { Decimal, formatUsd } from '@paydesk/types';
import {
  adjustBalance,
  anonymizeUser,
  chargeFee,
  chargeUser,
  freezeUser,
  giveBonus,
  limitKey,
  refundCharge,
  upsertUser,
  User,
  UserBalance,
} from '@paydesk/server/domain';
import { DAY, HOUR, type ScenarioRun } from './timeline.ts';
import { emailOf } from './people.ts';
import type { Random } from './seededRandom.ts';
import type { Customer, DemoContext } from './demoContext.ts';

export const PURCHASES = [
  'Studio hours',
  'Render credits',
  'Monthly plan',
  'Domain renewal',
  'Print order',
  'Support package',
  'Extra storage',
] as const;

/** Registers a customer; every third receives a welcome bonus. */
export async function register(
  run: ScenarioRun,
  demo: DemoContext,
  customer: Customer,
  number: number,
): Promise<void> {
  const user = await upsertUser(run.ctx, demo.shop, {
    externalId: `customer-${1000 + number}`,
    username: customer.name,
    email: emailOf(customer.name),
  });
  customer.id = user.id;
  if (number % 3 !== 0) return;
  await run.wait(HOUR);
  const limit = await limitKey(run.ctx, { path: 'transactions.bonus', apiKeyId: String(demo.shop.id) });
  const shop = limit === null ? demo.shop : { ...demo.shop, admit: limit };
  await giveBonus(run.ctx, shop, {
    userId: user.id,
    amountUsd: '5.00',
    description: 'Welcome bonus',
  });
}

/** Buys something every few days while the balance allows it, and returns some of it. */
export async function spend(
  run: ScenarioRun,
  demo: DemoContext,
  customer: Customer,
  random: Random,
): Promise<void> {
  for (;;) {
    await run.wait(random.between(60, 260) * HOUR);
    if ((await User.query(run.ctx.knex).findById(customer.id).throwIfNotFound()).frozenAt !== null) continue;
    const available = await availableUsd(run, customer);
    if (available.lessThan(20)) continue;
    const amountUsd = formatUsd(
      Decimal.min(
        new Decimal(random.between(400, 6000)).dividedBy(100),
        available.times('0.3'),
      ).toDecimalPlaces(2, Decimal.ROUND_DOWN),
    );
    const purchase = random.pick(PURCHASES);
    const charge = await chargeUser(run.ctx, demo.shop, {
      userId: customer.id,
      amountUsd,
      description: purchase,
      metadata: { order: `O-${random.between(10_000, 99_999)}` },
    });
    if (random.next() > 0.12) continue;
    await run.wait(random.between(3, 40) * HOUR);
    const half = formatUsd(new Decimal(amountUsd).dividedBy(2).toDecimalPlaces(2, Decimal.ROUND_DOWN));
    await refundCharge(run.ctx, demo.shop, {
      chargeId: charge.id,
      ...(random.next() < 0.5 && { amountUsd: half }),
      description: `Refund: ${purchase}`,
    });
  }
}

async function availableUsd(run: ScenarioRun, customer: Customer): Promise<Decimal> {
  const balance = await UserBalance.query(run.ctx.knex).findById(customer.id).throwIfNotFound();
  return new Decimal(balance.balanceUsd).minus(balance.heldUsd);
}

/** A fee each month, if the balance covers it. */
export async function payMonthlyFee(run: ScenarioRun, demo: DemoContext, customer: Customer): Promise<void> {
  for (let month = 1; ; month += 1) {
    if ((await availableUsd(run, customer)).greaterThanOrEqualTo(20)) {
      await chargeFee(run.ctx, demo.shop, {
        userId: customer.id,
        amountUsd: '2.00',
        description: `Account fee, month ${month}`,
      });
    }
    await run.wait(30 * DAY);
  }
}

export async function correctBalance(run: ScenarioRun, demo: DemoContext, customer: Customer): Promise<void> {
  await adjustBalance(run.ctx, demo.admin, {
    userId: customer.id,
    amountUsd: '12.50',
    reason: 'Goodwill after the outage, agreed with the customer by e-mail',
  });
}

export async function freeze(run: ScenarioRun, demo: DemoContext, customer: Customer): Promise<void> {
  await freezeUser(
    run.ctx,
    demo.operator,
    customer.id,
    true,
    'Several deposits from addresses on a sanctions list; under review',
  );
}

/** Frozen for a few days, then released. */
export async function freezeForAWhile(
  run: ScenarioRun,
  demo: DemoContext,
  customer: Customer,
): Promise<void> {
  await freezeUser(run.ctx, demo.operator, customer.id, true, 'Unusual pattern of deposits; under review');
  await run.wait(4 * DAY);
  await freezeUser(run.ctx, demo.operator, customer.id, false, 'Review closed: in order');
}

export async function anonymize(run: ScenarioRun, demo: DemoContext, customer: Customer): Promise<void> {
  const left = await availableUsd(run, customer);
  if (left.greaterThan(0))
    await chargeUser(run.ctx, demo.shop, {
      userId: customer.id,
      amountUsd: formatUsd(left),
      description: 'The rest, spent before leaving',
    });
  await anonymizeUser(run.ctx, demo.operator, customer.id);
}
