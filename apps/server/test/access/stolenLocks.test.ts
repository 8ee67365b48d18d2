import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/identifiers.ts';
import { Browser, PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import {
  findLockedUntil,
  lockAttempts,
  lockoutError,
  MAX_FAILURES,
  MAX_FAILURES_A_DAY,
  recordFailure,
} from '../../src/stepUp/lockout.ts';
import { governedDesk, reasonOf } from '../governance/governedDesk.ts';
import { hire, PASSWORD } from '../stepUp/people.ts';
import { SoftAuthenticator } from '../stepUp/softAuthenticator.ts';
import { addressOf, call, type Caller } from '../support/http.ts';
import { withPasskey } from '../support/people.ts';

/* A thief of a session cannot keep its owner out: neither by ending other sessions nor by wrong proofs or passwords. */
const { desk, app, knex } = await governedDesk();
const charge = { userId: crypto.randomUUID(), amountUsd: '1.00' };

async function robbed() {
  const { staff, passkey, caller: stolen } = await withPasskey(desk, 'admin');
  const own = await newSession(staff.email);
  const right = async (caller: Caller, path: string, input: object) => {
    const { data } = await call(app, caller, 'security.challenge', { kind: 'action', action: path, input });
    const proof = passkey.sign((data as { challenge: string }).challenge);
    return reasonOf(await call(app, caller, path, { ...input, proof }));
  };
  const wrong = async (caller: Caller, path: string, input: object) =>
    reasonOf(await call(app, caller, path, { ...input, proof: passkey.sign('00'.repeat(32)) }));
  return { staff, stolen, own, right, wrong };
}

async function newSession(email: string, password = PASSWORD): Promise<Caller> {
  const browser = new Browser(desk.auth);
  expect((await browser.signIn(email, password)).status).toBe(200);
  return { cookie: browser.cookie, origin: PUBLIC_URL };
}

const isIn = async (caller: Caller) => (await call(app, caller, 'sessions.mine')).status === 200;
const auth = async (caller: Caller, path: string, body: object, remoteAddress = addressOf(caller)) =>
  await app.inject({
    method: 'POST',
    url: `/api/auth${path}`,
    headers: caller,
    payload: body,
    remoteAddress,
  });

test('a stolen session ends no session of its owner, by any way', async () => {
  const { stolen, own, right } = await robbed();
  const { data } = (await call(app, stolen, 'sessions.mine')).data as {
    data: { id: string; isCurrent: boolean }[];
  };
  const id = data.find(({ isCurrent }) => !isCurrent)?.id ?? '';
  expect(reasonOf(await call(app, stolen, 'sessions.end', { id }))).toBe('SECOND_FACTOR_REQUIRED');
  expect(reasonOf(await call(app, stolen, 'sessions.endOthers'))).toBe('SECOND_FACTOR_REQUIRED');
  for (const path of ['/revoke-other-sessions', '/revoke-sessions', '/revoke-session'])
    expect((await auth(stolen, path, {})).statusCode, path).toBe(404);
  expect(await isIn(own)).toBe(true);
  // The owner does it, with the second factor.
  expect(await right(own, 'sessions.endOthers', {})).toBe('OK');
  expect([await isIn(stolen), await isIn(own)]).toEqual([false, true]);
});

test('signing out oneself needs no second factor', async () => {
  const { stolen, own } = await robbed();
  expect((await auth(stolen, '/sign-out', {})).statusCode).toBe(200);
  expect([await isIn(stolen), await isIn(own)]).toEqual([false, true]);
});

test('wrong proofs in a stolen session lock that session, and neither the owner nor a new session', async () => {
  const { staff, stolen, own, right, wrong } = await robbed();
  const outcomes: string[] = [];
  for (let index = 0; index <= MAX_FAILURES; index += 1)
    outcomes.push(await wrong(stolen, 'transactions.charge', { ...charge, description: `${index}` }));
  expect(outcomes).toEqual([
    ...Array.from({ length: MAX_FAILURES }, () => 'SECOND_FACTOR_INVALID'),
    'SECOND_FACTOR_LOCKED',
  ]);
  expect((await call(app, stolen, 'security.overview')).data).toMatchObject({
    lockedUntil: expect.any(String) as string,
  });
  expect((await call(app, own, 'security.overview')).data).toMatchObject({ lockedUntil: null });
  for (const caller of [own, await newSession(staff.email)])
    expect(await right(caller, 'transactions.charge', charge)).toBe('NOT_FOUND');
  expect(await right(stolen, 'transactions.charge', charge)).toBe('SECOND_FACTOR_LOCKED');
});

test('wrong passwords in a stolen session lock that session, for the second factors and for the password', async () => {
  const { staff, stolen, own, right } = await robbed();
  const passkey = new SoftAuthenticator(PUBLIC_URL);
  const { data } = await call(app, stolen, 'security.passkeyOptions');
  const answer = passkey.create((data as { challenge: string }).challenge);
  const guess = async (index: number, caller = stolen) =>
    reasonOf(
      await call(app, caller, 'security.addPasskey', {
        name: 'mine',
        password: `a guess of ${index}`,
        answer,
      }),
    );
  for (let index = 0; index < MAX_FAILURES; index += 1) expect(await guess(index)).toBe('PASSWORD_WRONG');
  expect(await guess(9)).toBe('SECOND_FACTOR_LOCKED');
  expect(await guess(9, own)).toBe('PASSWORD_WRONG');
  expect(await right(own, 'transactions.charge', charge)).toBe('NOT_FOUND');

  // From many addresses: better-auth itself limits each of them.
  const change = async (caller: Caller, currentPassword: string, from = 0) =>
    (
      await auth(
        caller,
        '/change-password',
        { currentPassword, newPassword: 'green lanterns on a hill' },
        `10.8.0.${from}`,
      )
    ).statusCode;
  const answers = [];
  for (let index = 1; index <= 12; index += 1)
    answers.push(await change(stolen, `a wrong guess ${index}`, index));
  expect(answers).toEqual([...Array<number>(10).fill(400), 429, 429]);
  expect(await change(own, PASSWORD)).toBe(200);
  expect(await isIn(stolen)).toBe(false);
  await newSession(staff.email, 'green lanterns on a hill');
});

// ------------------------------------------------------------------------------------------- the person's bound

async function sessionOf(staffId: string) {
  const id = newId();
  await knex('staff_sessions').insert({
    id,
    staff_id: staffId,
    token: newId(),
    expires_at: new Date(Date.now() + 24 * 3_600_000),
  });
  return { staffId, sessionId: id, isEmergency: false };
}

/** Wrong proofs as often as the lockouts allow it. Returns how many there were until `end`. */
async function guessAll(
  source: Awaited<ReturnType<typeof sessionOf>>,
  from: Date,
  end: Date,
): Promise<number> {
  let now = from;
  let guesses = 0;
  while (now < end) {
    const lockedUntil = await knex.transaction(async (trx) => {
      const attempts = await lockAttempts(trx, source, now);
      if (lockoutError(attempts) !== null) return attempts.lockedUntil;
      await recordFailure(trx, attempts, now);
      guesses += 1;
      return null;
    });
    if (lockedUntil !== null) now = new Date(lockedUntil.getTime() + 1);
  }
  return guesses;
}

test('a session does not live long enough for more than 35 guesses; three do not get more than 100 in a day', async () => {
  const { id: staffId } = await hire(desk);
  const start = systemClock.now();
  const end = new Date(start.getTime() + 24 * 3_600_000 - 1);
  const owner = await sessionOf(staffId);
  const guesses = [];
  for (const session of [await sessionOf(staffId), await sessionOf(staffId)])
    guesses.push(await guessAll(session, start, end));
  expect(guesses).toEqual([35, 35]);
  expect(await findLockedUntil(knex, owner, end)).toBeNull();
  expect(await guessAll(await sessionOf(staffId), start, end)).toBe(MAX_FAILURES_A_DAY - 70);
  // The person waits for the rest of the 24 hours, and not in an emergency.
  expect(await findLockedUntil(knex, owner, end)).toEqual(new Date(end.getTime() + 1));
  expect(await findLockedUntil(knex, { ...owner, isEmergency: true }, end)).toBeNull();
  expect(await findLockedUntil(knex, owner, new Date(end.getTime() + 1))).toBeNull();
  const again = await sessionOf(staffId);
  expect(await guessAll(again, new Date(end.getTime() + 1), new Date(end.getTime() + 2))).toBe(MAX_FAILURES);
});

test('correct proofs do not give a thief more guesses in the day', async () => {
  const { staff, own, stolen, right, wrong } = await robbed();
  await wrong(stolen, 'transactions.charge', charge);
  await knex('staff_step_ups')
    .where({ staff_id: staff.id })
    .update({ day_failures: MAX_FAILURES_A_DAY - 2 });
  expect(await right(own, 'transactions.charge', charge)).toBe('NOT_FOUND');
  expect(await wrong(own, 'transactions.charge', { ...charge, description: 'a' })).toBe(
    'SECOND_FACTOR_INVALID',
  );
  expect(await wrong(own, 'transactions.charge', { ...charge, description: 'b' })).toBe(
    'SECOND_FACTOR_INVALID',
  );
  expect(await right(own, 'transactions.charge', charge)).toBe('SECOND_FACTOR_LOCKED');
  const lockout = { action: 'security.lockout', subject_id: staff.id };
  expect(await knex('audit_log').where(lockout)).toHaveLength(1);
  expect(await right(own, 'withdrawals.stopPayouts', { note: 'a real emergency' })).toBe('OK');
});

test('a session that ends meanwhile counts for the person', async () => {
  const { id: staffId } = await hire(desk);
  const source = { staffId, sessionId: newId(), isEmergency: false };
  const attempts = await knex.transaction(async (trx) => await lockAttempts(trx, source, systemClock.now()));
  expect(attempts.sessionId).toBeNull();
});
