import { Decimal, formatUsd } from '@paydesk/types';
import {
  adjustBalance,
  anonymizeUser,
  chargeFee,
  chargeUser,
  freezeUser,
  giveBonus,
  refundCharge,
  upsertUser,
  User,
  UserBalance,
} from '@paydesk/server/domain';
import { DAY, HOUR, type Life } from './lives.ts';
import { emailOf } from './people.ts';
import type { Random } from './seededRandom.ts';
import type { Customer, Stage } from './stage.ts';

const PURCHASES = [
  'Studio hours',
  'Render credits',
  'Monthly plan',
  'Domain renewal',
  'Print order',
  'Support package',
  'Extra storage',
] as const;

/** A new customer; some are welcomed with a bonus. */
export async function register(life: Life, stage: Stage, customer: Customer, number: number): Promise<void> {
  const user = await upsertUser(life.ctx, stage.shop, {
    externalId: `customer-${1000 + number}`,
    username: customer.name,
    email: emailOf(customer.name),
  });
  customer.id = user.id;
  if (number % 3 !== 0) return;
  await life.pass(HOUR);
  await giveBonus(life.ctx, stage.shop, {
    userId: user.id,
    amountUsd: '5.00',
    description: 'Welcome bonus',
  });
}

/** Buys something every few days while there is money, and sends some of it back. */
export async function spend(life: Life, stage: Stage, customer: Customer, random: Random): Promise<void> {
  for (;;) {
    await life.pass(random.between(60, 260) * HOUR);
    if ((await User.query(life.ctx.knex).findById(customer.id).throwIfNotFound()).frozenAt !== null) continue;
    const available = await availableUsd(life, customer);
    if (available.lessThan(20)) continue;
    const amountUsd = formatUsd(
      Decimal.min(
        new Decimal(random.between(400, 6000)).dividedBy(100),
        available.times('0.3'),
      ).toDecimalPlaces(2, Decimal.ROUND_DOWN),
    );
    const purchase = random.pick(PURCHASES);
    const charge = await chargeUser(life.ctx, stage.shop, {
      userId: customer.id,
      amountUsd,
      description: purchase,
      metadata: { order: `O-${random.between(10_000, 99_999)}` },
    });
    if (random.next() > 0.12) continue;
    await life.pass(random.between(3, 40) * HOUR);
    const half = formatUsd(new Decimal(amountUsd).dividedBy(2).toDecimalPlaces(2, Decimal.ROUND_DOWN));
    await refundCharge(life.ctx, stage.shop, {
      chargeId: charge.id,
      ...(random.next() < 0.5 && { amountUsd: half }),
      description: `Refund: ${purchase}`,
    });
  }
}

async function availableUsd(life: Life, customer: Customer): Promise<Decimal> {
  const balance = await UserBalance.query(life.ctx.knex).findById(customer.id).throwIfNotFound();
  return new Decimal(balance.balanceUsd).minus(balance.heldUsd);
}

/** A fee each month, if the balance covers it. */
export async function payMonthlyFee(life: Life, stage: Stage, customer: Customer): Promise<void> {
  for (let month = 1; ; month += 1) {
    if ((await availableUsd(life, customer)).greaterThanOrEqualTo(20)) {
      await chargeFee(life.ctx, stage.shop, {
        userId: customer.id,
        amountUsd: '2.00',
        description: `Account fee, month ${month}`,
      });
    }
    await life.pass(30 * DAY);
  }
}

export async function correctBalance(life: Life, stage: Stage, customer: Customer): Promise<void> {
  await adjustBalance(life.ctx, stage.admin, {
    userId: customer.id,
    amountUsd: '12.50',
    reason: 'Goodwill after the outage, agreed with the customer by e-mail',
  });
}

export async function freeze(life: Life, stage: Stage, customer: Customer): Promise<void> {
  await freezeUser(
    life.ctx,
    stage.operator,
    customer.id,
    true,
    'Several deposits from addresses on a sanctions list; under review',
  );
}

/** Frozen for a few days, then found to be in order. */
export async function freezeForAWhile(life: Life, stage: Stage, customer: Customer): Promise<void> {
  await freezeUser(life.ctx, stage.operator, customer.id, true, 'Unusual pattern of deposits; under review');
  await life.pass(4 * DAY);
  await freezeUser(life.ctx, stage.operator, customer.id, false, 'Review closed: in order');
}

export async function anonymize(life: Life, stage: Stage, customer: Customer): Promise<void> {
  await anonymizeUser(life.ctx, stage.operator, customer.id);
}
