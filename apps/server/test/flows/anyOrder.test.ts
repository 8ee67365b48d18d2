import { Decimal } from '@paydesk/types';
import { expect, test } from 'vitest';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { markCompleted } from '../../src/payments/markCompleted.ts';
import { markFailed } from '../../src/payments/markFailed.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { expectWholeBooks, newPayment, transactionsOf } from '../support/money.ts';
import { PROVIDER_STATUSES, seeded } from '../support/paymentModel.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';

const desk = await testDesk();
const cautious = await testDesk({ settings: testSettings({ PARTIAL_PAYMENTS: 'suspense' }) });
await offerCurrencies(desk);
const staff = actors.staff();
const note = 'a random decision';

/** A refusal is a valid result; any other error is a defect. */
async function tryTo(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
}

test('D1: with any reports and staff actions in any order the books agree, and a payment is credited at most once', async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = seeded(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '100.00');
    for (let step = 0; step < 10; step += 1) {
      const on = pick([desk, cautious]);
      const open = await SuspenseItem.query(desk.knex).findOne({ userId: user.id, status: 'open' });
      const action = random();
      if (action < 0.06) await tryTo(markCompleted(on, staff, payment.id, note));
      else if (action < 0.1) await tryTo(markFailed(on, staff, payment.id, note));
      else if (action < 0.14) await tryTo(cancelPayment(on, staff, payment.id));
      else if (action < 0.3 && open !== undefined) {
        await tryTo(
          pick([
            () => creditSuspense(on, staff, { id: open.id, note }),
            () => closeSuspense(on, staff, { id: open.id, note, as: 'returned' }),
            () => closeSuspense(on, staff, { id: open.id, note, as: 'written_off' }),
          ])(),
        );
      } else {
        const when = pick([step, step, Math.floor(random() * 10)]);
        const report = reportOn(payment, {
          payment_status: pick(PROVIDER_STATUSES),
          actually_paid: pick(['0', '0.001', '10', '40', '99.99', '100', '150']),
          updated_at: random() < 0.1 ? null : new Date(Date.now() - 100_000 + when * 1000).toISOString(),
        });
        await receiveReport(on, pick(['ipn', 'poll'] as const), report);
      }
    }
    const credits = (await transactionsOf(desk.knex, user.id)).filter((row) => row.suspenseItemId === null);
    expect(credits.length).toBeLessThanOrEqual(1);
    const after = await Payment.query(desk.knex).findById(payment.id).throwIfNotFound();
    const parts = [
      after.inFlightAmountUsd,
      after.creditedAmountUsd,
      after.suspenseAmountUsd,
      after.returnedAmountUsd,
      after.feeAmountUsd,
    ];
    expect(parts.reduce((sum, part) => sum.plus(part), new Decimal(0)).equals(after.actualAmountUsd)).toBe(
      true,
    );
  }
  await expectWholeBooks(desk);
}, 60_000);
