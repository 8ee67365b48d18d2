import type { UserScope } from '@paydesk/types';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { newBearerSecret } from '../../src/auth/bearerSecret.ts';
import { mintUserToken, revokeUserTokens } from '../../src/auth/userTokens.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { newId } from '../../src/base/identifiers.ts';
import { presentEvents } from '../../src/events/presentEvents.ts';
import { readEvents } from '../../src/events/readEvents.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { authenticate } from '../../src/signIn/authenticate.ts';
import { Browser, PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { updateEndpoint } from '../../src/webhooks/updateEndpoint.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { resumePayouts, stopPayouts } from '../../src/withdrawals/stopPayouts.ts';
import { orderedPayout, payoutDesk, payoutOf } from '../payouts/payoutDesk.ts';
import { hire, PASSWORD } from '../stepUp/people.ts';
import { pay } from '../support/fullDesk.ts';
import { approve, balanceOf, fundedUser, newPayment, newWithdrawal, refusalOf } from '../support/money.ts';
import { actors, newUser, SECRET } from '../support/testDesk.ts';
import { sealKey } from '../verify/sealBooks.ts';
import { deliverDue, newEndpoint, receiver } from '../webhooks/webhookDesk.ts';

/* What else somebody with SQL as the role of the server could change, to let others credit, pay or tell it in good faith. */
const alarms: unknown[] = [];
const base = await payoutDesk();
const log = pino(
  { level: 'error' },
  { write: (line: string) => void alarms.push((JSON.parse(line) as { alarm?: string }).alarm) },
);
const desk = { ...base, log };
const { knex } = desk;
await drawOriginBoundary(knex, sealKey);
const keeper = await hire(desk, 'admin');
const staff = { kind: 'staff' as const, id: keeper.id, name: keeper.name };

beforeEach(() => void alarms.splice(0));

// --------------------------------------------------------------------------------------------------- suspense

const suspenseForgeries: Record<string, (userId: string) => Promise<string>> = {
  'that was never reported': async (userId) => {
    const id = newId();
    await knex('suspense_items').insert({
      id,
      reason: 'unknown_payment',
      user_id: userId,
      provider_payment_id: id,
      currency_code: 'USDTBSC',
      amount: '5000',
      amount_usd: '5000.00',
      evidence: {},
    });
    return id;
  },
  'of unknown value that got one': async (userId) => {
    const item = await unknownItem();
    await knex('suspense_items').where({ id: item.id }).update({ amount_usd: '5000.00', user_id: userId });
    return item.id;
  },
};

/** As a report of a payment that the desk does not know leaves it. */
const unknownItem = async () =>
  await SuspenseItem.query(knex).insertAndFetch({
    id: newId(),
    reason: 'unknown_payment',
    providerPaymentId: newId(),
    currencyCode: 'USDTBSC',
    amount: '0.5',
    amountUsd: '0.00',
    evidence: {},
  });

test.each(Object.entries(suspenseForgeries))('a suspense item %s is not credited', async (_name, forge) => {
  const user = await newUser(desk);
  const id = await forge(user.id);
  expect(await refusalOf(creditSuspense(desk, staff, { id, note: 'theirs' }))).toBe('PAYLOAD_CHANGED');
  expect((await balanceOf(knex, user.id)).balanceUsd).toBe('0');
  expect(alarms).toContain('PAYLOAD_CHANGED');
});

test('what the desk put into suspense is credited, with or without a value', async () => {
  const user = await newUser(desk);
  const payment = await pay(desk, await newPayment(desk, user.id, '50.00'));
  await pay(desk, payment, '20');
  const child = await SuspenseItem.query(knex).findOne({ status: 'open', userId: user.id }).throwIfNotFound();
  await creditSuspense(desk, staff, { id: child.id, note: 'theirs' });
  const unknown = await unknownItem();
  await creditSuspense(desk, staff, { id: unknown.id, userId: user.id, amountUsd: '0.50', note: 'theirs' });
});

test.each<[string, Record<string, unknown>]>([
  ['note', { note: 'another reason' }],
  ['user', { user_id: null }],
  ['value', { amount_usd: '5000.00' }],
  ['status', { status: 'open' }],
])(
  'the %s of a resolved suspense item does not change, with or without a new proof',
  async (_name, forged) => {
    const user = await newUser(desk);
    const { id } = await unknownItem();
    await creditSuspense(desk, staff, { id, userId: user.id, amountUsd: '0.50', note: 'theirs' });
    const item = () => knex('suspense_items').where({ id });
    expect(await refusalOf(item().update(forged))).toBe('SUSPENSE_RESOLVED');
    expect(await refusalOf(item().update({ ...forged, origin_mac: 'forged' }))).toBe('SUSPENSE_RESOLVED');
  },
);

// ------------------------------------------------------------------------------------------------------ users

test('external ids cannot be exchanged; anonymising removes one', async () => {
  const [mallory, victim] = [await newUser(desk), await newUser(desk)];
  const rename = (id: string, externalId: string, more = {}) =>
    knex('users')
      .where({ id })
      .update({ external_id: externalId, ...more });
  expect(await refusalOf(rename(victim.id, 'elsewhere'))).toBe('IMMUTABLE');
  expect(await refusalOf(rename(mallory.id, 'other', { anonymized_at: new Date() }))).toBe('IMMUTABLE');
  expect((await anonymizeUser(desk, staff, mallory.id)).externalId).toBe(`anonymized-${mallory.id}`);
});

// ------------------------------------------------------------------------------------------------ payout stops

const outcome = async (work: Promise<unknown>) =>
  await work.then(
    () => 'accepted',
    async (error: unknown) => await refusalOf(Promise.reject(error as Error)),
  );

const endStop = async () =>
  await knex('payout_stops')
    .whereNull('resumed_at')
    .update({ resumed_at: new Date(), resumed_by_id: keeper.id, resumed_note: 'all fine' });

test('a stop of all payouts that was ended by SQL goes on, until the desk stops and resumes them', async () => {
  const user = await fundedUser(desk, '500.00');
  const [pending, approved] = [
    await newWithdrawal(desk, user.id, '20.00'),
    await newWithdrawal(desk, user.id, '30.00'),
  ];
  await approve(desk, actors.staff('Ada'), approved.id);
  const { withdrawal } = await orderedPayout(desk);
  await stopPayouts(desk, staff, 'something is wrong');
  await endStop();
  const steps = async () => [
    await outcome(approve(desk, actors.staff('Ada'), pending.id)),
    await outcome(startProcessing(desk, actors.staff('Bob'), approved.id)),
  ];
  expect(await steps()).toEqual(['PAYOUTS_STOPPED', 'PAYOUTS_STOPPED']);
  await runPayoutStep(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'ordered', attempts: 0 });
  expect(alarms).toContain('PAYOUT_STOP_CHANGED');

  await stopPayouts(desk, staff, 'who did that?');
  await resumePayouts(desk, staff, 'found out');
  expect(await steps()).toEqual(['accepted', 'accepted']);
});

// ------------------------------------------------------------------------------------------------- user tokens

const whoIs = async (token: string) => {
  const answer = authenticate(
    { knex, auth: desk.auth, log },
    { authorization: `Bearer ${token}`, cookieHeaders: new Headers() },
  );
  return await answer.then(
    ({ principal }) => (principal.kind === 'user' ? principal.userId : principal.kind),
    (error: unknown) => (error instanceof DomainError ? error.reason : String(error)),
  );
};
const mint = async (userId: string, more: { scopes?: UserScope[] } = {}) =>
  await mintUserToken(knex, { userId, ...more, mintedBy: { kind: 'system', id: null } });

test('a user token that was inserted, moved to a user, prolonged or widened is none', async () => {
  const [mallory, victim] = [await newUser(desk), await newUser(desk)];
  const own = await mint(mallory.id, { scopes: ['payments.read'] });
  expect(await whoIs(own.token)).toBe(mallory.id);
  const { secret, hash } = newBearerSecret('ut');
  const [row] = await knex('user_tokens').where({ id: own.id });
  const later = new Date(row.expires_at.getTime() + 60_000);
  await knex('user_tokens').insert({ ...row, id: newId(), user_id: victim.id, token_hash: hash });
  expect(await whoIs(secret)).toBe('UNAUTHENTICATED');
  for (const change of [
    { user_id: victim.id },
    { scopes: null },
    { expires_at: later },
    { origin_mac: null },
  ]) {
    await knex('user_tokens').where({ id: own.id }).update(change);
    expect([change, await whoIs(own.token)]).toEqual([change, 'UNAUTHENTICATED']);
    await knex('user_tokens').where({ id: own.id }).update(row);
    expect(await whoIs(own.token)).toBe(mallory.id);
  }
  expect(alarms).toEqual(Array.from({ length: 5 }, () => 'SIGN_IN_CHANGED'));
  const entry = await knex('audit_log').where({ action: 'auth.foreignRow', subject_id: own.id }).first();
  expect(entry.after).toMatchObject({ table: 'user_tokens' });
});

test('a revoked user token stays revoked', async () => {
  const user = await newUser(desk);
  const { id, token } = await mint(user.id);
  await revokeUserTokens(knex, { userId: user.id });
  expect(await refusalOf(knex('user_tokens').where({ id }).update({ revoked_at: null }))).toBe('IMMUTABLE');
  expect(await whoIs(token)).toBe('UNAUTHENTICATED');
});

// ----------------------------------------------------------------------------------- rules for second factors

test('a role without a rule has the strictest one: its members set up a second factor first', async () => {
  const auth = createAuth({ knex, secret: SECRET, publicUrl: PUBLIC_URL, fastHashing: true });
  const email = 'operator@rules.test';
  await createStaff(knex, auth, { email, name: 'Oscar', role: 'operator', password: PASSWORD });
  const browser = new Browser(auth);
  expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
  const mustEnrol = async () => {
    const { principal } = await authenticate({ knex, auth }, { cookieHeaders: browser.headers() });
    return principal.kind === 'staff' && principal.mustEnrol === true;
  };
  expect(await mustEnrol()).toBe(false);
  expect(await refusalOf(knex('staff_rules').where({ role: 'operator' }).delete())).toBe('IMMUTABLE');
  await knex.raw('alter table staff_rules disable trigger user');
  await knex('staff_rules').where({ role: 'operator' }).delete();
  await knex.raw('alter table staff_rules enable always trigger staff_rules_are_permanent');
  expect(await mustEnrol()).toBe(true);
});

// ---------------------------------------------------------------------------------------------------- webhooks

test('events are not sent to a URL that was written to the database; staff enter it again', async () => {
  const [shop, thief] = [await receiver(), await receiver()];
  const user = await newUser(desk);
  const { endpoint } = await newEndpoint(desk, shop.url);
  await knex('webhook_endpoints').where({ id: endpoint.id }).update({ url: thief.url });
  await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '1.00' });
  await deliverDue(desk);
  expect([thief.received, shop.received]).toEqual([[], []]);
  expect(alarms).toContain('WEBHOOK_ENDPOINT_CHANGED');
  const delivery = await knex('webhook_deliveries').where({ endpoint_id: endpoint.id }).first();
  expect(delivery.last_error).toContain('outside the desk');
  await updateEndpoint(desk, staff, { id: endpoint.id, description: 'the same' });
  await deliverDue(desk);
  expect(thief.received).toEqual([]);
  await updateEndpoint(desk, staff, { id: endpoint.id, url: shop.url });
  await deliverDue(desk);
  expect(shop.ids()).toHaveLength(1);
});

test('an event whose data somebody invented has none, for webhooks and for lists', async () => {
  const shop = await receiver();
  const user = await newUser(desk);
  await newEndpoint(desk, shop.url, ['payment.created', 'payment.address_issued']);
  await sequenceEvents(desk);
  const payment = await newPayment(desk, user.id, '50.00');
  // In the place of the sequencer.
  const waiting = await knex('event_outbox').where({ resource_id: payment.id }).orderBy('position');
  const { data } = await knex('events').whereNotNull('data').where({ resource_type: 'payment' }).first();
  const { sequence: head } = await knex('event_head').first<{ sequence: string }>('sequence');
  await knex('events').insert(
    waiting.map(({ snapshot: _snapshot, ...event }, index) => ({
      ...event,
      id: newId(),
      sequence: Number(head) + 1 + index,
      data: { ...data, creditedAmountUsd: '50000.00' },
    })),
  );
  await knex('event_outbox')
    .whereIn(
      'position',
      waiting.map(({ position }) => position),
    )
    .delete();
  await deliverDue(desk);
  expect(shop.received.length).toBe(waiting.length);
  for (const { body } of shop.received) expect(JSON.parse(body)).toMatchObject({ data: null });
  expect(alarms).toContain('EVENT_CHANGED');
  const { events } = await readEvents(knex, { after: Number(head), limit: 10 });
  expect(await presentEvents(desk, events, { forUser: true })).toMatchObject(
    events.map(() => ({ data: null })),
  );
  // And of an event of the desk itself.
  const own = await newPayment(desk, user.id, '60.00');
  await sequenceEvents(desk);
  const { events: later } = await readEvents(knex, { after: Number(head) + waiting.length, limit: 10 });
  expect((await presentEvents(desk, later, { forUser: false }))[0]).toMatchObject({ data: { id: own.id } });
});
