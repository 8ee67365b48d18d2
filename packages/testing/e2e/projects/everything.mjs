// Two sandboxes side by side, and everything that the README does not show. Prints its results as JSON.
import { startSandbox } from '@paydesk/testing';

const begunAt = performance.now();
const [desk, strict] = await Promise.all([
  startSandbox(),
  startSandbox({ settings: { PARTIAL_PAYMENTS: 'suspense' } }),
]);
const results = { startMs: Math.round(performance.now() - begunAt) };
const newPayment = async (on, userId) =>
  await on.client.payments.create.mutate({ userId, amountUsd: '40.00', currencyCode: 'USDTTRC20' });

const ada = await desk.newUser({ externalId: 'ada', username: 'Ada' });
const bob = await strict.newUser({ externalId: 'ada', username: 'Another Ada' });
results.urlsDiffer = desk.url !== strict.url;
results.balanceOfNewUser = await desk.balanceOf(ada);

const part = await desk.payPartly(await newPayment(desk, ada.id), '0.5');
results.partly = [part.status, part.creditedAmountUsd];
const held = await strict.payPartly(await newPayment(strict, bob.id), '0.5');
results.partlyWithSuspense = [held.status, held.creditedAmountUsd, held.suspenseAmountUsd];
const over = await desk.overpay(await newPayment(desk, ada.id), '1.25');
results.overpaid = [over.status, over.creditedAmountUsd];
const again = await desk.payAgain(over, '10');
results.again = [again.parentPaymentId === over.id, again.suspenseAmountUsd];
const other = await desk.payWrongAsset(await newPayment(desk, ada.id));
results.wrongAsset = [other.parentPaymentId !== null, other.creditedAmountUsd];
results.repeated = (await desk.notifyAgain(over)).creditedAmountUsd;
results.wrongShares = await Promise.all(
  [
    desk.payPartly(over, '1.5'),
    desk.payPartly(over, '0'),
    desk.overpay(over, '1.0'),
    desk.overpay(over, '0.5'),
  ].map(async (call) => await call.catch((error) => error.constructor.name)),
);

// Clocks are the sandboxes' own.
const before = await strict.clock.now();
await desk.clock.advance({ hours: 25 });
const [ahead, behind] = [await desk.clock.now(), await strict.clock.now()];
results.hoursAhead = Math.round((ahead - behind) / 3_600_000);
results.otherClockStayed = behind - before < 60_000;

// Everything sees the time: server, database and what it writes.
const user = await desk.newUser();
const paid = await desk.payInFull(await newPayment(desk, user.id));
results.writtenAhead = Math.abs(new Date(paid.completedAt) - ahead) < 60_000;
results.updatedAhead = Math.abs(new Date(paid.updatedAt) - ahead) < 60_000;

// A receiver that is away gets everything once it is back, signed so that its own clock accepts it.
const receiver = await desk.webhooks.receive({ types: ['transaction.created'] });
receiver.answerWith(503);
const charge = await desk.client.transactions.charge.mutate({ userId: ada.id, amountUsd: '1.00' });
await desk.settle();
results.whileAway = receiver.events.length;
receiver.answerWith(200);
await desk.clock.advance({ hours: 1 });
const event = await receiver.waitFor('transaction.created');
results.afterwards = [event.resourceId === charge.id, receiver.events.length, receiver.refused.length];

// Staff.
const withdrawal = await desk.client.withdrawals.create.mutate({
  userId: ada.id,
  amountUsd: '20.00',
  currencyCode: 'USDTTRC20',
  walletAddress: 'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP',
});
const approver = await desk.newStaff('approver');
const viewer = await desk.newStaff('viewer');
results.viewer = await viewer
  .mutate('withdrawals.approve', { id: withdrawal.id })
  .catch((error) => error.reason);
results.rejected = (
  await approver.mutate('withdrawals.reject', { id: withdrawal.id, reason: 'not in this test' })
).status;

// A key with few scopes.
const key = await desk.newApiKey(['payments.read']);
const answer = await fetch(`${desk.url}/api/v1/balances`, { headers: { authorization: `Bearer ${key}` } });
results.keyWithoutScope = answer.status;

// The provider answers nothing, then lies, then works again.
await desk.faults.inject({ http: '500' });
const create = async () => (await newPayment(desk, user.id)).status;
results.providerDown = await create().catch((error) => error.reason);
await desk.faults.clear();
await desk.clock.advance({ minutes: 10 });
await desk.faults.inject({ answer: 'wrong_address', count: 1 });
results.wrongAnswer = await create().catch((error) => error.reason);
results.worksAgain = await create();

// No control is a route of the desk, and none works without the token.
results.controlOnDesk = (await fetch(`${desk.url}/clock.advance`, { method: 'POST' })).status;

await Promise.all([desk.expectInvariants(), strict.expectInvariants()]);
results.invariants = 'hold';
await Promise.all([desk.stop(), strict.stop()]);
results.afterStop = await fetch(desk.url).then(
  () => 'answers',
  () => 'gone',
);
process.stdout.write(`${JSON.stringify(results)}\n`);
