import { expect, test } from 'vitest';
import { MAX_FAILURES } from '../../src/stepUp/lockout.ts';
import { Browser, PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { PASSWORD } from '../stepUp/people.ts';
import { call, type Caller } from '../support/http.ts';
import { withPasskey } from '../support/people.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';
import { governedDesk, reasonOf } from './governedDesk.ts';

/* A thief of a session can take the brake from its owner neither by wrong proofs nor by repeating a right one. */
const { desk, app, knex, insider } = await governedDesk();
await offerCurrencies(desk);
const stop = { note: 'a real emergency' };

async function owner() {
  const { staff, passkey, caller: stolen } = await withPasskey(desk, 'admin');
  const browser = new Browser(desk.auth);
  await browser.signIn(staff.email, PASSWORD);
  const own = { cookie: browser.cookie, origin: PUBLIC_URL };
  const sign = async (caller: Caller, path: string, input: object) => {
    const { data } = await call(app, caller, 'security.challenge', { kind: 'action', action: path, input });
    return passkey.sign((data as { challenge: string }).challenge);
  };
  const wrong = async (caller: Caller, path: string, input: object) => {
    const answer = await call(app, caller, path, { ...input, proof: passkey.sign('00'.repeat(32)) });
    return reasonOf(answer);
  };
  const right = async (caller: Caller, path: string, input: object) =>
    reasonOf(await call(app, caller, path, { ...input, proof: await sign(caller, path, input) }));
  return { staff, own, stolen, sign, wrong, right };
}

test.each(['withdrawals.stopPayouts', 'transactions.charge'] as const)(
  'wrong proofs for %s with a stolen session leave its owner the emergencies',
  async (path) => {
    const { own, stolen, wrong, right } = await owner();
    const input =
      path === 'withdrawals.stopPayouts' ? stop : { userId: crypto.randomUUID(), amountUsd: '1.00' };
    for (let index = 0; index < MAX_FAILURES * 3; index += 1)
      await wrong(stolen, path, { ...input, note: `no ${index}` });
    expect(await right(own, 'withdrawals.stopPayouts', stop)).toBe('OK');
  },
);

test('guessing in an emergency is limited in each session, each time for longer', async () => {
  const { staff, own, stolen, wrong, right } = await owner();
  const outcomes: string[] = [];
  for (let index = 0; index <= MAX_FAILURES; index += 1)
    outcomes.push(await wrong(stolen, 'withdrawals.stopPayouts', { note: `guess ${index}` }));
  expect(outcomes).toEqual([
    ...Array.from({ length: MAX_FAILURES }, () => 'SECOND_FACTOR_INVALID'),
    'SECOND_FACTOR_LOCKED',
  ]);
  expect(await right(stolen, 'withdrawals.stopPayouts', stop)).toBe('SECOND_FACTOR_LOCKED');
  // Neither this person's other actions nor their other sessions are locked.
  expect(await right(own, 'withdrawals.stopPayouts', stop)).toBe('OK');
  expect(await knex('staff_step_ups').where({ staff_id: staff.id }).first()).toMatchObject({
    failures: 0,
    locked_until: null,
    day_failures: 0,
  });
  expect(await knex('audit_log').where({ action: 'security.lockout', subject_id: staff.id })).toHaveLength(1);
});

test('in one session a lockout of other actions leaves the emergencies, and a right proof in one does not end it', async () => {
  const { own, wrong, right } = await owner();
  const bonus = { userId: crypto.randomUUID(), amountUsd: '1.00' };
  for (let index = 0; index < MAX_FAILURES; index += 1)
    await wrong(own, 'transactions.charge', { ...bonus, description: `${index}` });
  expect(await right(own, 'withdrawals.stopPayouts', stop)).toBe('OK');
  expect(await right(own, 'transactions.charge', bonus)).toBe('SECOND_FACTOR_LOCKED');
});

test('one proof repeated at the same time is one try', async () => {
  const { own, sign, right } = await owner();
  const proof = await sign(own, 'withdrawals.stopPayouts', stop);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, async () =>
      reasonOf(await call(app, own, 'withdrawals.stopPayouts', { ...stop, proof })),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1);
  const charge = { userId: crypto.randomUUID(), amountUsd: '1.00' };
  const other = await sign(own, 'transactions.charge', charge);
  await Promise.all(
    Array.from(
      { length: 10 },
      async () => await call(app, own, 'transactions.charge', { ...charge, proof: other }),
    ),
  );
  expect(await right(own, 'transactions.charge', charge)).toBe('NOT_FOUND');
});

test('who froze a user or switched a currency off does not undo it alone, unless there is no one else', async () => {
  await knex('staff').update({ deactivated_at: new Date() });
  const olga = await insider('operator');
  const user = await newUser(desk);
  const { id } = await knex('currencies').where({ code: 'USDTBSC' }).first<{ id: string }>('id');
  const freeze = async () => await olga.does('users.freeze', { id: user.id, note: 'looks odd' });
  const off = async () => await olga.does('currencies.setActive', { ids: [id], isActive: false });
  const undo = async (person = olga) => [
    reasonOf(await person.does('users.unfreeze', { id: user.id, note: 'it is fine' })),
    reasonOf(await person.does('currencies.setActive', { ids: [id], isActive: true })),
  ];
  expect([reasonOf(await freeze()), reasonOf(await off())]).toEqual(['OK', 'OK']);
  // Alone, she is not locked out.
  expect(await undo()).toEqual(['OK', 'OK']);
  const oscar = await insider('operator');
  expect([reasonOf(await freeze()), reasonOf(await off())]).toEqual(['OK', 'OK']);
  expect(await undo()).toEqual(['SAME_PERSON', 'SAME_PERSON']);
  expect(await undo(oscar)).toEqual(['OK', 'OK']);
  // What no one has switched off may be switched on by one person.
  await knex('currencies').where({ id }).update({ is_active: false });
  expect((await undo())[1]).toBe('OK');
});
