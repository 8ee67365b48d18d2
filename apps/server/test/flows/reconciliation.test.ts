import { beforeAll, expect, test } from 'vitest';
import { Payment } from '../../src/models/Payment.ts';
import { Reconciliation } from '../../src/models/Reconciliation.ts';
import { ReconciliationFinding } from '../../src/models/ReconciliationFinding.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { continueReconciliation } from '../../src/payments/continueReconciliation.ts';
import { acknowledgePayment } from '../../src/payments/acknowledgePayment.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { markCompleted } from '../../src/payments/markCompleted.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { startReconciliation } from '../../src/payments/startReconciliation.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
beforeAll(async () => await offerCurrencies(desk));

const newPayment = async (amountUsd = '25.00') => {
  const user = await newUser(desk);
  return await createPayment(desk, actors.service(), { userId: user.id, amountUsd, currencyCode: 'USDTBSC' });
};
const run = async () => {
  const begun = await startReconciliation(desk, actors.staff());
  for (let step = 0; step < 50; step += 1) {
    await continueReconciliation(desk);
    const now = await Reconciliation.query().findById(begun.id).throwIfNotFound();
    if (now.status !== 'running') return now;
    await desk.advance(301);
  }
  throw new Error('the run never ended');
};
const findings = async (run: Reconciliation) =>
  await ReconciliationFinding.query().where({ reconciliationId: run.id }).orderBy('kind');

test('a deposit that no webhook and no poll reported is credited by the comparison, and both sides agree', async () => {
  const payment = await newPayment();
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  await desk.advance(7200);
  expect(await run()).toMatchObject({ status: 'finished', unexplained: 0, seen: 1, matched: 1 });
  expect(await Payment.query().findById(payment.id)).toMatchObject({
    status: 'completed',
    creditedAmountUsd: '25.00',
  });
});

test('an unmatched payment goes to suspense and is explained', async () => {
  const created = await desk.provider.createPayment({
    priceAmount: '30.00',
    priceCurrency: 'usd',
    payCurrency: 'usdtbsc',
    orderId: 'another shop',
  });
  await desk.simulator.deposit(created.providerPaymentId, { amount: 'full' });
  await desk.advance(7200);
  const result = await run();
  expect(result).toMatchObject({ status: 'finished', unexplained: 0 });
  expect(await findings(result)).toMatchObject([
    { kind: 'unknown_payment', isExplained: true, providerPaymentId: created.providerPaymentId },
  ]);
  expect(await SuspenseItem.query().where({ providerPaymentId: created.providerPaymentId })).toMatchObject([
    { amountUsd: '30.00', status: 'open', reason: 'unknown_payment' },
  ]);
});

test('an attestation by staff explains a difference', async () => {
  const payment = await newPayment();
  await markCompleted(desk, actors.staff(), payment.id, 'seen on the chain');
  await desk.advance(7200);
  const result = await run();
  expect(result.unexplained).toBe(0);
  expect(await findings(result)).toContainEqual(
    expect.objectContaining({ kind: 'attested_by_staff', paymentId: payment.id, isExplained: true }),
  );
});

test('money in the books that the provider does not list is unexplained', async () => {
  const payment = await newPayment();
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  await desk.advance(7200);
  const real = desk.provider.listPayments;
  desk.provider.listPayments = async (query) => {
    const page = await real(query);
    return {
      ...page,
      payments: page.payments.filter((row) => row.providerPaymentId !== payment.providerPaymentId),
    };
  };
  await receiveReport(desk, 'poll', await desk.provider.getPayment(payment.providerPaymentId as string));
  const result = await run();
  desk.provider.listPayments = real;
  expect(result.unexplained).toBe(1);
  expect((await findings(result)).filter((finding) => !finding.isExplained)).toMatchObject([
    { kind: 'missing_at_provider', paymentId: payment.id },
  ]);
});

test('a refund after the credit is a difference until staff clear its flag, which does not come back', async () => {
  const payment = await newPayment();
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  const ask = async () =>
    await receiveReport(desk, 'poll', await desk.provider.getPayment(payment.providerPaymentId as string));
  await ask();
  await desk.simulator.setStatus(payment.providerPaymentId as string, { payment_status: 'refunded' });
  await ask();
  await desk.advance(7200);
  const finding = async () => (await findings(await run())).find((row) => row.paymentId === payment.id);
  expect(await finding()).toMatchObject({ kind: 'refunded_after_credit', isExplained: false });
  await acknowledgePayment(desk, actors.staff(), payment.id, 'agreed with the customer');
  await ask();
  expect(await Payment.query().findById(payment.id)).toMatchObject({
    status: 'completed',
    needsAttention: null,
  });
  expect(await finding()).toMatchObject({ kind: 'refunded_after_credit', isExplained: true });
});

test('a failed page, an HTML 429 and a restart in between lose nothing', async () => {
  for (let n = 0; n < 3; n += 1) await newPayment();
  await desk.advance(7200);
  const real = desk.provider.listPayments;
  // Two rows a page, so that there are several pages.
  desk.provider.listPayments = async (query) => await real({ ...query, limit: 2 });
  const begun = await startReconciliation(desk, actors.staff());
  await desk.simulator.setFaults({ http: '429', count: 1 });
  expect(await continueReconciliation(desk)).toMatchObject({ status: 'running', failures: 1, nextPage: 0 });
  expect(await continueReconciliation(desk), 'no request before the delay is over').toBeNull();
  await desk.advance(301);
  let pages = 0;
  desk.provider.listPayments = async (query) => {
    pages += 1;
    if (pages === 3) throw new Error('the process dies here');
    return await real({ ...query, limit: 2 });
  };
  await expect(continueReconciliation(desk)).rejects.toThrow('dies here');
  expect(await Reconciliation.query().findById(begun.id)).toMatchObject({ status: 'running', nextPage: 2 });
  desk.provider.listPayments = async (query) => await real({ ...query, limit: 2 });
  await desk.advance(301);
  const end = await continueReconciliation(desk);
  desk.provider.listPayments = real;
  const total = await Payment.query().whereNotNull('providerPaymentId').resultSize();
  expect(end).toMatchObject({ status: 'finished', unexplained: 0, seen: total + 1 });
});

test('of two starts at once there is one run, and two workers never share it', async () => {
  const [one, two] = await Promise.all([
    startReconciliation(desk, actors.staff()),
    startReconciliation(desk, actors.staff()),
  ]);
  expect(one.id).toBe(two.id);
  const results = await Promise.all([continueReconciliation(desk), continueReconciliation(desk)]);
  expect(results.filter((result) => result !== null)).toHaveLength(1);
});

test('a list that does not end is given up', async () => {
  const begun = await startReconciliation(desk, actors.staff());
  await Reconciliation.query().findById(begun.id).patch({ nextPage: 9998 });
  let pages = 0;
  const endless = {
    ...desk,
    provider: {
      ...desk.provider,
      listPayments: async (query: Parameters<typeof desk.provider.listPayments>[0]) => {
        pages += 1;
        return { ...(await desk.provider.listPayments(query)), payments: [], hasNextPage: pages < 20 };
      },
    },
  };
  expect(await continueReconciliation(endless)).toMatchObject({
    status: 'failed',
    lastError: 'page 10000: TOO_MANY_PAGES',
  });
  expect(pages).toBe(2);
});
