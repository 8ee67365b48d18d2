import { expect, test } from 'vitest';
import { systemActor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { totpCode, totpStep } from '../../src/base/totp.ts';
import { OriginKey } from '../../src/origin/originKey.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { Browser } from '../../src/signIn/browser.fixture.ts';
import { resetSecondFactors } from '../../src/stepUp/resetSecondFactors.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { base32Text } from '../support/base32Text.ts';
import { addressOf, call, httpDesk, PUBLIC_URL, staffCaller, type Caller } from '../support/http.ts';
import { SECRET } from '../support/testDesk.ts';
import { faultsOf } from '../verify/asOwner.ts';
import { sealKey } from '../verify/sealBooks.ts';
import { SoftAuthenticator } from './softAuthenticator.ts';

/*
 * Mallory has SQL as the role of the server and knows a colleague's password. She removes the colleague's second factors
 * from the database, and wants to set up her own.
 */
const { desk, app } = await httpDesk();
const { knex } = desk;
await drawOriginBoundary(knex, sealKey);
const PASSWORD = 'a long enough password';

async function signInAgain(staffId: string): Promise<Caller> {
  const { email } = await knex('staff').where({ id: staffId }).first<{ email: string }>('email');
  const browser = new Browser(desk.auth);
  expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
  return { cookie: browser.cookie, origin: PUBLIC_URL };
}

async function colleague() {
  const caller = await staffCaller(desk, 'approver');
  const { id } = await knex('staff').orderBy('created_at', 'desc').first<{ id: string }>('id');
  return { caller, id };
}

/** Adds a passkey without a second factor, and answers how it ended. */
async function addPasskey(caller: Caller, authenticator = new SoftAuthenticator(PUBLIC_URL)) {
  const { challenge } = (await call(app, caller, 'security.passkeyOptions')).data as { challenge: string };
  const answer = authenticator.create(challenge);
  const added = await call(app, caller, 'security.addPasskey', { name: 'key', password: PASSWORD, answer });
  return added.error?.data.reason ?? 'done';
}

/** `/api/auth/two-factor/*` with the session. */
async function authenticatorApp(caller: Caller, path: 'enable' | 'verify-totp', payload: object) {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/auth/two-factor/${path}`,
    headers: { ...caller, 'content-type': 'application/json' },
    payload,
    remoteAddress: addressOf(caller),
  });
  return { status: answer.statusCode, body: answer.json<{ code?: string; totpURI?: string }>() };
}

async function enableApp(caller: Caller): Promise<string> {
  const { body } = await authenticatorApp(caller, 'enable', { password: PASSWORD });
  if (body.totpURI === undefined) return body.code ?? 'refused';
  const secret = base32Text(new URL(body.totpURI).searchParams.get('secret') ?? '');
  const code = totpCode(secret, totpStep(new Date()));
  return (await authenticatorApp(caller, 'verify-totp', { code })).status === 200 ? 'done' : 'refused';
}

const removePasskeys = async (staffId: string) =>
  await knex('staff_passkeys').where({ staff_id: staffId }).update({ removed_at: new Date() });
async function removeApp(staffId: string) {
  await knex('staff_two_factors').where({ staff_id: staffId }).delete();
  await knex('staff').where({ id: staffId }).update({ two_factor_enabled: false });
}

const faults = async () => faultsOf(await verifyDesk(knex, { origin: new OriginKey(SECRET) })).withdrawals;

test('after the passkey was removed by SQL no first factor can be set up, with an alarm', async () => {
  const { caller, id } = await colleague();
  expect(await addPasskey(caller)).toBe('done');
  expect(await faults()).toBeUndefined();
  await removePasskeys(id);
  expect(await addPasskey(caller)).toBe('SECOND_FACTOR_GONE');
  expect(await enableApp(caller)).toBe('SECOND_FACTOR_GONE');
  expect(await knex('staff_passkeys').where({ staff_id: id }).whereNull('removed_at')).toEqual([]);
  const entries = await knex('audit_log').where({ action: 'security.factorsGone', subject_id: id });
  expect(entries).toHaveLength(2);
  expect(await faults()).toMatch(/^staff_passkeys .*the audit log does not say by whom$/);
});

test('nor after the authenticator app was deleted, whatever the flag of the account was before', async () => {
  const { caller, id } = await colleague();
  // Otherwise the new app would have left no entry.
  await knex('staff').where({ id }).update({ two_factor_enabled: true });
  expect(await enableApp(caller)).toBe('done');
  await removeApp(id);
  expect(await addPasskey(caller)).toBe('SECOND_FACTOR_GONE');
  expect(await enableApp(caller)).toBe('SECOND_FACTOR_GONE');
});

test('nor with entries that say that the factors were reset, or removed by their owner', async () => {
  const { caller, id } = await colleague();
  expect(await addPasskey(caller)).toBe('done');
  const [passkey] = await knex('staff_passkeys').where({ staff_id: id });
  await removePasskeys(id);
  const forged = { actor_kind: 'system', subject_kind: 'staff', subject_id: id, created_at: new Date() };
  const removal = { action: 'security.removePasskey', before: JSON.stringify({ passkeyId: passkey.id }) };
  await knex('audit_log').insert({ id: newId(), action: 'security.reset', ...forged });
  await knex('audit_log').insert({ id: newId(), ...removal, ...forged });
  expect(await addPasskey(caller)).toBe('SECOND_FACTOR_GONE');
});

test('after a reset on the command line, and after removing the last factor oneself, one can be set up', async () => {
  const lost = await colleague();
  expect(await addPasskey(lost.caller)).toBe('done');
  await removePasskeys(lost.id);
  await desk.advance(1);
  await knex.transaction(
    async (trx) =>
      await resetSecondFactors(trx, { staffId: lost.id, actor: systemActor('cli'), at: desk.clock.now() }),
  );
  await desk.advance(1);
  expect(await addPasskey(await signInAgain(lost.id))).toBe('done');

  const own = await colleague();
  const authenticator = new SoftAuthenticator(PUBLIC_URL);
  expect(await addPasskey(own.caller, authenticator)).toBe('done');
  const { id } = await knex('staff_passkeys').where({ staff_id: own.id }).first<{ id: string }>('id');
  const { challenge } = (await call(app, own.caller, 'security.challenge', { kind: 'removePasskey', id }))
    .data as { challenge: string };
  const proof = authenticator.sign(challenge);
  expect((await call(app, own.caller, 'security.removePasskey', { id, proof })).error).toBeNull();
  expect(await addPasskey(own.caller)).toBe('done');
});
