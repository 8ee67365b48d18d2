import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { beforeEach, expect, test } from 'vitest';
import { replaceRecoveryCodes } from '../../src/auth/oneTimeCodes.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { newId } from '../../src/base/identifiers.ts';
import { totpCode, totpStep } from '../../src/base/totp.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { ORIGIN_ROWS } from '../../src/origin/originFields.ts';
import { OriginKey } from '../../src/origin/originKey.ts';
import { signInserted } from '../../src/origin/stampOrigin.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { authenticate } from '../../src/signIn/authenticate.ts';
import { Browser } from '../../src/signIn/browser.fixture.ts';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { verifyPassword } from '../../src/stepUp/verifyPassword.ts';
import { verifyStepUp } from '../../src/stepUp/verifyStepUp.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { enrolTotp, someChallenge, type Totp } from '../stepUp/people.ts';
import { PUBLIC_URL } from '../support/http.ts';
import { base32Text } from '../support/base32Text.ts';
import { signRows } from '../support/signRows.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { SECRET, testDesk, testSettings } from '../support/testDesk.ts';
import { faultsOf } from '../verify/asOwner.ts';
import { sealKey } from '../verify/sealBooks.ts';

/*
 * Mallory has SQL as the role of the server, and an account of her own with its password and authenticator app. She
 * wants to become a colleague, the victim.
 */
const base = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
const { knex } = base;
const alarms: Record<string, unknown>[] = [];
const log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (facts: object) => void alarms.push({ ...facts }),
};
const auth = createAuth({ knex, secret: SECRET, publicUrl: PUBLIC_URL, fastHashing: true, log });
const clock = { now: () => new Date(), elapsedMs: () => Date.now() };
const desk = { ...base, auth, clock };
const stepUp = { knex, auth, clock, settings: { publicUrl: PUBLIC_URL }, log };
await drawOriginBoundary(knex, sealKey);

interface Person {
  id: string;
  email: string;
  password: string;
  totp: Totp;
}

let people = 0;
async function newPerson(role: 'viewer' | 'approver', { app = true } = {}): Promise<Person> {
  people += 1;
  const password = `the long phrase of number ${people}`;
  const { staff } = await createStaff(knex, auth, {
    email: `number${people}@forged.test`,
    name: `Number ${people}`,
    role,
    password,
  });
  const totp = app ? await enrolTotp(desk, staff.id) : { secret: '', recoveryCodes: [], code: neverCode };
  return { id: staff.id, email: staff.email, password, totp };
}
const neverCode = (): never => {
  throw new Error('this person has no authenticator app');
};

async function signedIn(person: Person): Promise<Browser> {
  const browser = new Browser(auth);
  expect((await browser.signIn(person.email, person.password)).status).toBe(200);
  if (person.totp.secret !== '')
    expect((await browser.post('/two-factor/verify-totp', codeOf(person.totp, 0))).status).toBe(200);
  return browser;
}
function codeOf(totp: Totp, offset: number): { code: string } {
  const proof = totp.code(offset);
  return { code: proof.kind === 'totp' ? proof.code : '' };
}

const whoIs = async (browser: Browser) => {
  const { principal } = await authenticate({ knex, auth, log }, { cookieHeaders: browser.headers() });
  return principal.kind === 'staff' ? principal.id : principal.kind;
};
const outcome = async (work: Promise<unknown>) =>
  await work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.reason : String(error)),
  );
const act = async (person: Person, proof: ReturnType<Totp['code']>) =>
  await outcome(
    verifyStepUp(stepUp, { staffId: person.id, challenge: someChallenge(), proof, demand: 'always' }),
  );

/** The alarms in the log and the entries in the audit log: one of each names the row. */
async function expectAlarm(table: string) {
  expect(alarms).toContainEqual(
    expect.objectContaining({ alarm: 'SIGN_IN_CHANGED', table, id: expect.any(String) as string }),
  );
  const entries = await knex('audit_log').where({ action: 'auth.foreignRow' }).orderBy('created_at', 'desc');
  expect(entries[0]).toMatchObject({ subject_kind: 'system', after: { table } });
}

const rowOf = async (table: string, staffId: string): Promise<{ id: string; origin_mac: string }> =>
  await knex(table).where({ staff_id: staffId }).first();

beforeEach(() => void alarms.splice(0));

// ----------------------------------------------------------------------------------------------------- sessions

const sessionForgeries: Record<string, (session: string, victim: Person) => Promise<unknown>> = {
  'moved to the victim': async (id, victim) =>
    await knex('staff_sessions').where({ id }).update({ staff_id: victim.id }),
  'inserted for the victim, with its old proof': async (id, victim) => {
    const [session] = await knex('staff_sessions').where({ id }).delete().returning('*');
    await knex('staff_sessions').insert({ ...session, staff_id: victim.id });
  },
  'inserted for the victim, with the proof of their own': async (id, victim) => {
    await signedIn({ ...victim, totp: victim.totp });
    const { origin_mac: proof } = await rowOf('staff_sessions', victim.id);
    await knex('staff_sessions').where({ id }).update({ staff_id: victim.id, origin_mac: proof });
  },
  'of the victim with the token of their own': async (id, victim) => {
    await signedIn(victim);
    const [own] = await knex('staff_sessions').where({ id }).delete().returning('token');
    await knex('staff_sessions').where({ staff_id: victim.id }).update({ token: own.token });
  },
  'without a proof': async (id, victim) =>
    await knex('staff_sessions').where({ id }).update({ staff_id: victim.id, origin_mac: null }),
};

test.each(Object.entries(sessionForgeries))('a session %s is none, with an alarm', async (_name, forge) => {
  const [mallory, victim] = [await newPerson('viewer'), await newPerson('approver')];
  const browser = await signedIn(mallory);
  expect(await whoIs(browser)).toBe(mallory.id);
  const { id } = await rowOf('staff_sessions', mallory.id);
  await forge(id, victim);
  expect(await whoIs(browser)).toBe('anonymous');
  await expectAlarm('staff_sessions');
});

test('a session cannot be made to last longer than a day', async () => {
  const mallory = await newPerson('viewer');
  const browser = await signedIn(mallory);
  const soon = {
    created_at: knex.raw("now() + interval '1 hour'"),
    expires_at: knex.raw("now() + interval '25 hours'"),
  };
  await knex('staff_sessions').where({ staff_id: mallory.id }).update(soon);
  expect(await whoIs(browser)).toBe('anonymous');
});

test('better-auth’s own endpoints do not take a moved session either', async () => {
  const [mallory, victim] = [await newPerson('viewer'), await newPerson('approver', { app: false })];
  const browser = await signedIn(mallory);
  await knex('staff_sessions').where({ staff_id: mallory.id }).update({ staff_id: victim.id });
  expect((await browser.get('/get-session')).body).toBeNull();
  const changed = { currentPassword: victim.password, newPassword: 'chosen by somebody else' };
  expect((await browser.post('/change-password', changed)).status).toBe(401);
  expect((await browser.post('/two-factor/enable', { password: victim.password })).status).toBe(401);
});

test('a session that is used for long keeps its proof', async () => {
  const person = await newPerson('viewer');
  const browser = await signedIn(person);
  const { id, origin_mac: proof } = await rowOf('staff_sessions', person.id);
  await knex('staff_sessions')
    .where({ id })
    .update({ expires_at: knex.raw("now() + interval '1 hour'") });
  expect(await whoIs(browser)).toBe(person.id);
  const after = await knex('staff_sessions').where({ id }).first();
  expect(after.expires_at.getTime()).toBeGreaterThan(Date.now() + 11 * 3_600_000);
  expect(after.origin_mac).toBe(proof);
  expect(alarms).toEqual([]);
});

// ---------------------------------------------------------------------------------------------------- passwords

const passwordForgeries: Record<string, (mallory: Person, victim: Person) => Promise<unknown>> = {
  'a copied password hash': async (mallory, victim) => {
    const { password } = await knex('staff_accounts').where({ staff_id: mallory.id }).first();
    await knex('staff_accounts').where({ staff_id: victim.id }).update({ password });
  },
  'a copied password hash with its proof': async (mallory, victim) => {
    const { password, origin_mac } = await knex('staff_accounts').where({ staff_id: mallory.id }).first();
    await knex('staff_accounts').where({ staff_id: victim.id }).update({ password, origin_mac });
  },
  'an account that was moved': async (mallory, victim) => {
    await knex('staff_accounts').where({ staff_id: victim.id }).delete();
    await knex('staff_accounts')
      .where({ staff_id: mallory.id })
      .update({ staff_id: victim.id, account_id: victim.id });
  },
  'an account without a proof': async (_mallory, victim) => {
    const password = await (await auth.$context).password.hash('chosen by somebody else');
    await knex('staff_accounts').where({ staff_id: victim.id }).update({ password, origin_mac: null });
  },
};

test.each(Object.entries(passwordForgeries))(
  '%s lets no one sign in, with an alarm',
  async (_name, forge) => {
    const [mallory, victim] = [await newPerson('viewer'), await newPerson('approver', { app: false })];
    await forge(mallory, victim);
    for (const password of [mallory.password, 'chosen by somebody else', victim.password])
      expect((await new Browser(auth).signIn(victim.email, password)).status).toBe(401);
    await expectAlarm('staff_accounts');
    alarms.splice(0);
    const confirm = verifyPassword(stepUp, { staffId: victim.id, password: mallory.password });
    expect(await outcome(confirm)).toBe('PASSWORD_WRONG');
    await expectAlarm('staff_accounts');
  },
);

test('a changed password has its proof, and a forged one cannot be changed in a session', async () => {
  const person = await newPerson('viewer', { app: false });
  const browser = await signedIn(person);
  const change = { currentPassword: person.password, newPassword: 'another long phrase of theirs' };
  expect((await browser.post('/change-password', change)).status).toBe(200);
  const changed = { ...person, password: change.newPassword };
  const again = await signedIn(changed);
  expect(alarms).toEqual([]);
  const password = await (await auth.$context).password.hash('chosen by somebody else');
  await knex('staff_accounts').where({ staff_id: person.id }).update({ password });
  const back = { currentPassword: 'chosen by somebody else', newPassword: 'one more long phrase' };
  expect((await again.post('/change-password', back)).status).toBe(400);
  await signRows(knex, 'account');
});

// ------------------------------------------------------------------------------------------- authenticator apps

const appForgeries: Record<string, (mallory: Person, victim: Person) => Promise<unknown>> = {
  'moved from another person': async (mallory, victim) => {
    await knex('staff_two_factors').where({ staff_id: victim.id }).delete();
    await knex('staff_two_factors').where({ staff_id: mallory.id }).update({ staff_id: victim.id });
  },
  'with the secret of another person': async (mallory, victim) => {
    const { secret } = await knex('staff_two_factors').where({ staff_id: mallory.id }).first();
    await knex('staff_two_factors').where({ staff_id: victim.id }).update({ secret });
  },
  'with the recovery codes of another person': async (mallory, victim) => {
    const { backup_codes } = await knex('staff_two_factors').where({ staff_id: mallory.id }).first();
    await knex('staff_two_factors').where({ staff_id: victim.id }).update({ backup_codes });
  },
  'without a proof': async (mallory, victim) => {
    const { secret } = await knex('staff_two_factors').where({ staff_id: mallory.id }).first();
    await knex('staff_two_factors').where({ staff_id: victim.id }).update({ secret, origin_mac: null });
  },
};

test.each(Object.entries(appForgeries))(
  'an authenticator app %s accepts no code, with an alarm',
  async (_name, forge) => {
    const [mallory, victim] = [await newPerson('viewer'), await newPerson('approver')];
    await forge(mallory, victim);
    const browser = new Browser(auth);
    await browser.signIn(victim.email, victim.password);
    const codes = [codeOf(mallory.totp, 0), codeOf(victim.totp, 0)];
    for (const code of codes)
      expect((await browser.post('/two-factor/verify-totp', code)).status).not.toBe(200);
    for (const code of mallory.totp.recoveryCodes)
      expect((await browser.post('/two-factor/verify-backup-code', { code })).status).not.toBe(200);
    expect(await whoIs(browser)).toBe('anonymous');
    await expectAlarm('staff_two_factors');
    const recoveryCode = { kind: 'recoveryCode', code: mallory.totp.recoveryCodes[0] ?? '' } as const;
    for (const proof of [mallory.totp.code(1), victim.totp.code(1), recoveryCode])
      expect(await act(victim, proof)).toBe('SECOND_FACTOR_REQUIRED');
  },
);

test('a forged authenticator app does not make its owner one without a second factor', async () => {
  const victim = await newPerson('approver');
  await knex('staff_two_factors').where({ staff_id: victim.id }).update({ origin_mac: 'x' });
  const attempt = verifyStepUp(stepUp, {
    staffId: victim.id,
    challenge: someChallenge(),
    proof: undefined,
    demand: 'ifEnrolled',
  });
  expect(await outcome(attempt)).toBe('SECOND_FACTOR_REQUIRED');
});

test('an app that its owner never confirmed cannot be confirmed by SQL', async () => {
  const victim = await newPerson('approver', { app: false });
  const browser = await signedIn(victim);
  const { body } = await browser.post('/two-factor/enable', { password: victim.password });
  await knex('staff_two_factors').where({ staff_id: victim.id }).update({ verified: true });
  const [code = ''] = (body?.['backupCodes'] ?? []) as string[];
  expect(await act(victim, { kind: 'recoveryCode', code })).toBe('SECOND_FACTOR_REQUIRED');
});

test('setting an app up, confirming it and using up codes keep its proof', async () => {
  const person = await newPerson('approver', { app: false });
  const browser = await signedIn(person);
  // Twice: the second time replaces what was not confirmed.
  await browser.post('/two-factor/enable', { password: person.password });
  const { body } = await browser.post('/two-factor/enable', { password: person.password });
  const secret = base32Text(new URL(String(body?.['totpURI'])).searchParams.get('secret') ?? '');
  const codes = (body?.['backupCodes'] ?? []) as string[];
  const code = totpCode(secret, totpStep(new Date()));
  expect((await browser.post('/two-factor/verify-totp', { code })).status).toBe(200);
  const again = new Browser(auth);
  await again.signIn(person.email, person.password);
  expect((await again.post('/two-factor/verify-backup-code', { code: codes[0] })).status).toBe(200);
  expect(await act(person, { kind: 'recoveryCode', code: codes[1] ?? '' })).toBe('done');
  expect(await act(person, { kind: 'recoveryCode', code: codes[1] ?? '' })).toBe('SECOND_FACTOR_INVALID');
  const key = (await auth.$context).secretConfig;
  const [fresh = ''] =
    (await knex.transaction(async (trx) => await replaceRecoveryCodes(trx, { staffId: person.id, key }))) ??
    [];
  expect(await act(person, { kind: 'recoveryCode', code: codes[2] ?? '' })).toBe('SECOND_FACTOR_INVALID');
  expect(await act(person, { kind: 'recoveryCode', code: fresh })).toBe('done');
  expect(alarms).toEqual([]);
});

test('a forged app gets no new recovery codes', async () => {
  const victim = await newPerson('approver');
  await knex('staff_two_factors').where({ staff_id: victim.id }).update({ origin_mac: null });
  const key = (await auth.$context).secretConfig;
  const codes = knex.transaction(async (trx) => await replaceRecoveryCodes(trx, { staffId: victim.id, key }));
  expect(await codes).toBeNull();
});

/** Changes a row with its proof, and lets the desk's own change of it begin before this one is committed. */
async function during<T>(
  kind: 'account' | 'two_factor',
  change: object,
  staffId: string,
  begin: () => Promise<T>,
) {
  const { table } = ORIGIN_ROWS[kind];
  const trx = await knex.transaction();
  const [row] = await trx(table)
    .where({ staff_id: staffId })
    .update(change)
    .returning<{ id: string }[]>('id');
  await signInserted(trx, kind, String(row?.id));
  const answer = begin();
  for (let checks = 0; checks < 200; checks += 1) {
    const { rows } = await knex.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query like ?`,
      [`update "${table}"%`],
    );
    if (rows.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await trx.commit();
  return await answer;
}

test('of two changes of a row at once the second does not spoil the proof of the first', async () => {
  const person = await newPerson('approver', { app: false });
  const browser = await signedIn(person);
  const password = await (await auth.$context).password.hash('the password of the link');
  const changed = await during(
    'account',
    { password },
    person.id,
    async () =>
      await browser.post('/change-password', {
        currentPassword: person.password,
        newPassword: 'the password of the session',
      }),
  );
  expect(changed.status).toBe(409);
  expect((await new Browser(auth).signIn(person.email, 'the password of the link')).status).toBe(200);

  const enrolled = await newPerson('approver');
  const { secret } = await knex('staff_two_factors').where({ staff_id: enrolled.id }).first();
  const [first = '', second = ''] = enrolled.totp.recoveryCodes;
  const pending = new Browser(auth);
  await pending.signIn(enrolled.email, enrolled.password);
  const key = (await auth.$context).secretConfig;
  const other = await symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data: secret }) });
  const used = await during(
    'two_factor',
    { secret: other },
    enrolled.id,
    async () => await pending.post('/two-factor/verify-backup-code', { code: first }),
  );
  expect(used.status).toBe(409);
  expect(await act(enrolled, { kind: 'recoveryCode', code: second })).toBe('done');
  expect(alarms).toEqual([]);
});

// --------------------------------------------------------------------------------------------- pending sign-ins

test('a pending sign-in cannot be moved to a colleague, whose code somebody saw', async () => {
  const [mallory, victim] = [await newPerson('viewer'), await newPerson('approver')];
  const browser = new Browser(auth);
  await browser.signIn(mallory.email, mallory.password);
  await knex('staff_verifications').where({ value: mallory.id }).update({ value: victim.id });
  expect((await browser.post('/two-factor/verify-totp', codeOf(victim.totp, 0))).status).toBe(401);
  expect(await whoIs(browser)).toBe('anonymous');
  await expectAlarm('staff_verifications');
  // Nor is that code used up.
  expect(await knex('staff_two_factors').where({ staff_id: victim.id }).first()).toMatchObject({
    last_used_step: null,
  });
});

test('nor does a colleague’s pending sign-in become one’s own, or last longer', async () => {
  const [mallory, victim] = [await newPerson('viewer'), await newPerson('approver')];
  const [browser, theirs] = [new Browser(auth), new Browser(auth)];
  await browser.signIn(mallory.email, mallory.password);
  await theirs.signIn(victim.email, victim.password);
  const [own] = await knex('staff_verifications').where({ value: mallory.id }).delete().returning('*');
  await knex('staff_verifications').where({ value: victim.id }).update({ identifier: own.identifier });
  expect((await browser.post('/two-factor/verify-totp', codeOf(victim.totp, 0))).status).toBe(401);
  await theirs.signIn(victim.email, victim.password);
  await knex('staff_verifications')
    .where({ value: victim.id })
    .update({ expires_at: new Date(Date.now() + 3_600_000) });
  expect((await theirs.post('/two-factor/verify-totp', codeOf(victim.totp, 0))).status).toBe(401);
});

test('the count of wrong codes of a pending sign-in cannot be set back', async () => {
  const victim = await newPerson('approver');
  const browser = new Browser(auth);
  await browser.signIn(victim.email, victim.password);
  expect((await browser.post('/two-factor/verify-totp', { code: '000000' })).body?.['code']).toBe(
    'INVALID_CODE',
  );
  await knex('staff_verifications').whereLike('identifier', '2fa-attempts-%').update({ value: '0' });
  expect((await browser.post('/two-factor/verify-totp', codeOf(victim.totp, 0))).status).toBe(401);
});

// ---------------------------------------------------------------------------------------------------- as a whole

test('after all that the desk itself wrote, verify finds nothing', async () => {
  for (const kind of ['session', 'account', 'two_factor', 'pending_sign_in'] as const)
    await signRows(knex, kind);
  const person = await newPerson('approver');
  await signedIn(person);
  await new Browser(auth).signIn(person.email, person.password);
  const verdict = await verifyDesk(knex, { origin: new OriginKey(SECRET) });
  expect(faultsOf(verdict).origins).toBeUndefined();
});

test('by whichever way better-auth reads a forged row, it finds none', async () => {
  const { adapter } = await auth.$context;
  const person = await newPerson('viewer');
  await new Browser(auth).signIn(person.email, person.password);
  const of = (userId: string) => [{ field: 'userId', value: userId }];
  const pending = { model: 'verification', where: [{ field: 'value', value: newId() }] };
  const model = 'twoFactor';
  await knex('staff_verifications')
    .where({ value: person.id })
    .update({ value: String(pending.where[0]?.value) });
  await knex('staff_two_factors').where({ staff_id: person.id }).update({ origin_mac: null });
  const where = of(person.id);
  const set = { backupCodes: 'others' };
  expect([
    await adapter.findOne({ model, where }),
    await adapter.findMany({ model, where }),
    await adapter.transaction(async (trx) => await trx.findOne({ model, where })),
    await adapter.update({ model, where, update: { verified: false } }),
    await adapter.incrementOne({ model, where, increment: {}, set }),
    await adapter.consumeOne(pending),
  ]).toEqual([null, [], null, null, null, null]);
  expect(await rowOf('staff_two_factors', person.id)).toMatchObject({ verified: true, origin_mac: null });
  await expect(adapter.updateMany({ model: 'account', where, update: { password: 'x' } })).rejects.toThrow(
    'change one by one',
  );
});

test('a process without the key lets no one sign in', async () => {
  const person = await newPerson('viewer');
  const { url } = await testDatabase();
  const other = connectDatabase(url, {});
  try {
    const keyless = createAuth({
      knex: other,
      secret: SECRET,
      publicUrl: PUBLIC_URL,
      fastHashing: true,
      log,
    });
    expect((await new Browser(keyless).signIn(person.email, person.password)).status).toBe(500);
  } finally {
    await other.destroy();
  }
});
