import { expect, test } from 'vitest';
import { StaffPasskey } from '../../src/models/StaffPasskey.ts';
import { MAX_FAILURES } from '../../src/stepUp/lockout.ts';
import { REGISTRATION_SECONDS } from '../../src/stepUp/registrations.ts';
import {
  addressOf,
  appCaller,
  call,
  httpDesk,
  PUBLIC_URL,
  staffCaller,
  userCaller,
  type Caller,
  type TrpcAnswer,
} from '../support/http.ts';
import { newUser } from '../support/testDesk.ts';
import { enrolTotp } from './people.ts';
import { SoftAuthenticator } from './softAuthenticator.ts';

/**
 * Everything here comes over HTTP with a session cookie: what whoever has stolen one can do, and what its
 * owner can.
 */
const { desk, app } = await httpDesk();
const PASSWORD = 'a long enough password';

const outcomeOf = ({ error, data }: TrpcAnswer) =>
  error?.data.reason ?? (data === undefined ? 'nothing' : 'done');

async function session() {
  const caller = await staffCaller(desk, 'approver');
  const { id } = await desk.knex('staff').orderBy('created_at', 'desc').first<{ id: string }>('id');
  return { caller, id };
}

const started = async (caller: Caller) =>
  ((await call(app, caller, 'security.passkeyOptions')).data as { challenge: string }).challenge;
const challengeFor = async (caller: Caller, input: object) =>
  (await call(app, caller, 'security.challenge', input)).data as {
    challenge: string;
    isRequired: boolean;
    methods: string[];
    passkeyOptions: { challenge: string; allowCredentials: { id: string }[] } | null;
  };
const passkeysOf = async (staffId: string) =>
  await StaffPasskey.query(desk.knex).where({ staffId }).whereNull('removedAt');

async function add(caller: Caller, authenticator: SoftAuthenticator, more: object = {}): Promise<TrpcAnswer> {
  return await call(app, caller, 'security.addPasskey', {
    name: 'key',
    password: PASSWORD,
    answer: authenticator.create(await started(caller)),
    ...more,
  });
}

/** `/api/auth/*` with the session. */
async function auth(caller: Caller, path: string, body: object): Promise<number> {
  const { statusCode } = await app.inject({
    method: 'POST',
    url: `/api/auth${path}`,
    headers: { ...caller, 'content-type': 'application/json' },
    payload: body,
    remoteAddress: addressOf(caller),
  });
  return statusCode;
}

// ---------------------------------------------------------------------------
// A stolen session
// ---------------------------------------------------------------------------

test('a session without the password cannot enrol a passkey, and can guess the password five times', async () => {
  const { caller, id } = await session();
  for (let guess = 0; guess < MAX_FAILURES; guess += 1)
    expect(
      outcomeOf(await add(caller, new SoftAuthenticator(PUBLIC_URL), { password: `guess number ${guess}` })),
    ).toBe('PASSWORD_WRONG');
  expect(outcomeOf(await add(caller, new SoftAuthenticator(PUBLIC_URL)))).toBe('SECOND_FACTOR_LOCKED');
  expect(await passkeysOf(id)).toEqual([]);
});

test('with TOTP enrolled, session and password cannot enrol a passkey without a code', async () => {
  const { caller, id } = await session();
  const totp = await enrolTotp(desk, id);
  expect(outcomeOf(await add(caller, new SoftAuthenticator(PUBLIC_URL)))).toBe('SECOND_FACTOR_REQUIRED');
  expect(outcomeOf(await add(caller, new SoftAuthenticator(PUBLIC_URL), { proof: totp.code(-5) }))).toBe(
    'SECOND_FACTOR_INVALID',
  );
  expect(await passkeysOf(id)).toEqual([]);
  expect(outcomeOf(await add(caller, new SoftAuthenticator(PUBLIC_URL), { proof: totp.code() }))).toBe(
    'done',
  );
  expect(await passkeysOf(id)).toHaveLength(1);
});

test('with a passkey enrolled, the next one needs its signature over this registration', async () => {
  const { caller, id } = await session();
  const [first, second] = [new SoftAuthenticator(PUBLIC_URL), new SoftAuthenticator(PUBLIC_URL)];
  expect(outcomeOf(await add(caller, first))).toBe('done');
  expect(outcomeOf(await add(caller, second))).toBe('SECOND_FACTOR_REQUIRED');
  // The new key cannot sign for itself.
  const [registration, other] = [await started(caller), await started(caller)];
  const input = { name: 'second', password: PASSWORD, answer: second.create(registration) };
  const { challenge } = await challengeFor(caller, { kind: 'addPasskey', registration });
  expect(
    outcomeOf(await call(app, caller, 'security.addPasskey', { ...input, proof: second.sign(challenge) })),
  ).toBe('SECOND_FACTOR_INVALID');
  const { challenge: otherChallenge } = await challengeFor(caller, {
    kind: 'addPasskey',
    registration: other,
  });
  expect(
    outcomeOf(
      await call(app, caller, 'security.addPasskey', { ...input, proof: first.sign(otherChallenge) }),
    ),
  ).toBe('SECOND_FACTOR_INVALID');
  expect(
    outcomeOf(await call(app, caller, 'security.addPasskey', { ...input, proof: first.sign(challenge) })),
  ).toBe('done');
  expect((await passkeysOf(id)).map((passkey) => passkey.name).sort()).toEqual(['key', 'second']);
});

test('session and password cannot disable or replace TOTP, nor read or renew its recovery codes', async () => {
  const { caller, id } = await session();
  await enrolTotp(desk, id);
  const before = await desk.knex('staff_two_factors').where({ staff_id: id }).first();
  const paths = [
    'disable',
    'enable',
    'generate-backup-codes',
    'view-backup-codes',
    'get-totp-uri',
    'send-otp',
    'verify-otp',
    'generate-totp',
  ];
  for (const path of paths) {
    for (const body of [{}, { password: PASSWORD }, { password: PASSWORD, method: 'otp' }, { userId: id }])
      expect([path, await auth(caller, `/two-factor/${path}`, body)]).toEqual([
        path,
        expect.toBeOneOf([403, 404]),
      ]);
  }
  expect(outcomeOf(await call(app, caller, 'security.disableTotp', { password: PASSWORD }))).toBe(
    'SECOND_FACTOR_REQUIRED',
  );
  expect(outcomeOf(await call(app, caller, 'security.newRecoveryCodes'))).toBe('SECOND_FACTOR_REQUIRED');
  expect(await desk.knex('staff_two_factors').where({ staff_id: id }).first()).toEqual(before);
  expect((await desk.knex('staff').where({ id }).first()).two_factor_enabled).toBe(true);
});

test('a session without the password cannot set up an authenticator app', async () => {
  const { caller, id } = await session();
  for (const body of [{}, { password: 'a wrong password' }])
    expect(await auth(caller, '/two-factor/enable', body)).toBe(400);
  expect(await desk.knex('staff_two_factors').where({ staff_id: id })).toEqual([]);
});

test('with a passkey enrolled, setting up an authenticator app needs its signature too', async () => {
  const { caller, id } = await session();
  const authenticator = new SoftAuthenticator(PUBLIC_URL);
  await add(caller, authenticator);
  expect(await auth(caller, '/two-factor/enable', { password: PASSWORD })).toBe(403);
  expect(await auth(caller, '/two-factor/enable', { password: PASSWORD, proof: 'nonsense' })).toBe(400);
  const { challenge } = await challengeFor(caller, { kind: 'enableTotp' });
  const proof = authenticator.sign(challenge);
  expect(await auth(caller, '/two-factor/enable', { password: PASSWORD, proof })).toBe(200);
  expect(await desk.knex('staff_two_factors').where({ staff_id: id })).toHaveLength(1);
  // The same signature again: the person's count of proofs has increased.
  expect(await auth(caller, '/two-factor/enable', { password: PASSWORD, proof })).toBe(403);
});

test('passkeys of other people are not accessible', async () => {
  const [mine, theirs] = [await session(), await session()];
  await add(theirs.caller, new SoftAuthenticator(PUBLIC_URL));
  const [passkey] = await passkeysOf(theirs.id);
  for (const [path, input] of [
    ['security.renamePasskey', { id: passkey?.id, name: 'mine now' }],
    ['security.removePasskey', { id: passkey?.id }],
  ] as const) {
    expect(outcomeOf(await call(app, mine.caller, path, input))).toBe('NOT_FOUND');
  }
  expect(await passkeysOf(theirs.id)).toEqual([passkey]);
});

test('apps and end users have no second factors', async () => {
  const user = await newUser(desk);
  for (const caller of [await appCaller(desk, ['withdrawals.read']), await userCaller(desk, user.id)]) {
    for (const path of [
      'security.overview',
      'security.challenge',
      'security.passkeyOptions',
      'security.addPasskey',
      'security.newRecoveryCodes',
    ])
      expect(outcomeOf(await call(app, caller, path))).toBe('STAFF_ONLY');
  }
});

// ---------------------------------------------------------------------------
// Registrations
// ---------------------------------------------------------------------------

test('a registration is valid for the person who started it, for five minutes, once', async () => {
  const [mine, theirs] = [await session(), await session()];
  const input = (challenge: string, authenticator = new SoftAuthenticator(PUBLIC_URL)) => ({
    name: 'key',
    password: PASSWORD,
    answer: authenticator.create(challenge),
  });
  expect(
    outcomeOf(await call(app, mine.caller, 'security.addPasskey', input(await started(theirs.caller)))),
  ).toBe('INVALID_INPUT');
  expect(
    outcomeOf(await call(app, mine.caller, 'security.addPasskey', input('bm9ib2R5IGFza2VkIGZvciB0aGlz'))),
  ).toBe('INVALID_INPUT');
  const late = await started(mine.caller);
  await desk.advance(REGISTRATION_SECONDS + 1);
  expect(outcomeOf(await call(app, mine.caller, 'security.addPasskey', input(late)))).toBe('INVALID_INPUT');

  const challenge = await started(mine.caller);
  const answers = await Promise.all(
    [1, 2, 3].map(async () =>
      outcomeOf(await call(app, mine.caller, 'security.addPasskey', input(challenge))),
    ),
  );
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(await passkeysOf(mine.id)).toHaveLength(1);
});

test('a passkey that is already enrolled, by anyone, is not enrolled again', async () => {
  const [mine, theirs] = [await session(), await session()];
  const authenticator = new SoftAuthenticator(PUBLIC_URL);
  expect(outcomeOf(await add(theirs.caller, authenticator))).toBe('done');
  expect(outcomeOf(await add(mine.caller, authenticator))).toBe('INVALID_INPUT');
});

test('a passkey of another page or desk, without user verification, or with a certificate is refused', async () => {
  const { caller, id } = await session();
  const forgeries = [
    { origin: 'http://evil.test' },
    { rpId: 'evil.test' },
    { userVerified: false },
    { userPresent: false },
    { type: 'webauthn.get' },
    { crossOrigin: true },
    { format: 'none', attestation: new Map<string, unknown>([['alg', -7]]) },
  ];
  for (const defects of forgeries) {
    const answer = new SoftAuthenticator(PUBLIC_URL).create(await started(caller), defects);
    expect([
      outcomeOf(await call(app, caller, 'security.addPasskey', { name: 'key', password: PASSWORD, answer })),
      defects,
    ]).toEqual(['INVALID_INPUT', defects]);
  }
  const answer = new SoftAuthenticator(PUBLIC_URL).createWithCertificate(await started(caller));
  expect(
    outcomeOf(await call(app, caller, 'security.addPasskey', { name: 'key', password: PASSWORD, answer })),
  ).toBe('INVALID_INPUT');
  expect(await passkeysOf(id)).toEqual([]);
});

// ---------------------------------------------------------------------------
// Own second factors
// ---------------------------------------------------------------------------

test('a passkey is renamed and removed with its own signature, without secrets in the audit log', async () => {
  const { caller, id } = await session();
  const authenticator = new SoftAuthenticator(PUBLIC_URL);
  const added = (await add(caller, authenticator, { name: ' Blue key ' })).data as {
    id: string;
    name: string;
  };
  expect(added.name).toBe('Blue key');
  expect(
    (await call(app, caller, 'security.renamePasskey', { id: added.id, name: 'Red key' })).data,
  ).toMatchObject({ id: added.id, name: 'Red key', lastUsedAt: null });
  expect((await call(app, caller, 'security.overview')).data).toEqual({
    passkeyFromUsd: '1000.00',
    totpEnabled: false,
    recoveryCodesLeft: 0,
    methods: ['passkey'],
    lockedUntil: null,
    secondFactor: 'ifEnrolled',
    isRequired: true,
    passkeys: [
      { id: added.id, name: 'Red key', createdAt: expect.any(String), lastUsedAt: null, isUsable: true },
    ],
  });
  expect(outcomeOf(await call(app, caller, 'security.removePasskey', { id: added.id }))).toBe(
    'SECOND_FACTOR_REQUIRED',
  );
  const { challenge } = await challengeFor(caller, { kind: 'removePasskey', id: added.id });
  expect(
    outcomeOf(
      await call(app, caller, 'security.removePasskey', {
        id: added.id,
        proof: authenticator.sign(challenge),
      }),
    ),
  ).toBe('done');
  expect((await call(app, caller, 'security.overview')).data).toMatchObject({ methods: [], passkeys: [] });

  const entries = await desk
    .knex('audit_log')
    .where({ subject_id: id })
    .where('action', 'like', 'security.%')
    .orderBy('id');
  expect(entries.map((entry) => entry.action)).toEqual([
    'security.addPasskey',
    'security.renamePasskey',
    'security.removePasskey',
  ]);
  expect(entries.map((entry) => entry.actor_id)).toEqual([id, id, id]);
  expect(JSON.stringify(entries)).not.toContain(PASSWORD);
});

test('new recovery codes replace the old ones, are shown once, and are not readable in the database', async () => {
  const { caller, id } = await session();
  const totp = await enrolTotp(desk, id);
  const { recoveryCodes } = (await call(app, caller, 'security.newRecoveryCodes', { proof: totp.code() }))
    .data as { recoveryCodes: string[] };
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const code of recoveryCodes) expect(code).toMatch(/^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/);
  expect((await call(app, caller, 'security.overview')).data).toMatchObject({
    totpEnabled: true,
    recoveryCodesLeft: 10,
    methods: ['totp', 'recoveryCode'],
  });
  const disable = async (code: string | undefined) =>
    outcomeOf(
      await call(app, caller, 'security.disableTotp', {
        password: PASSWORD,
        proof: { kind: 'recoveryCode', code },
      }),
    );
  expect(await disable(totp.recoveryCodes[0])).toBe('SECOND_FACTOR_INVALID');
  const stored = JSON.stringify([
    await desk.knex('audit_log').where({ subject_id: id }),
    await desk.knex('staff_two_factors').where({ staff_id: id }),
  ]);
  for (const code of recoveryCodes) expect(stored).not.toContain(code);

  expect(
    outcomeOf(
      await call(app, caller, 'security.disableTotp', {
        password: 'not my password',
        proof: { kind: 'recoveryCode', code: recoveryCodes[0] },
      }),
    ),
  ).toBe('PASSWORD_WRONG');
  expect(await disable(recoveryCodes[0])).toBe('done');
  expect((await call(app, caller, 'security.overview')).data).toMatchObject({
    totpEnabled: false,
    recoveryCodesLeft: 0,
    methods: [],
  });
  expect((await desk.knex('staff').where({ id }).first()).two_factor_enabled).toBe(false);
  const actions = await desk
    .knex('audit_log')
    .where({ subject_id: id })
    .where('action', 'like', 'security.%')
    .orderBy('id')
    .pluck('action');
  expect(actions).toEqual(['security.newRecoveryCodes', 'security.disableTotp']);
});

test('a signature for new recovery codes is valid once', async () => {
  const { caller, id } = await session();
  const totp = await enrolTotp(desk, id);
  const authenticator = new SoftAuthenticator(PUBLIC_URL, { counts: false });
  await add(caller, authenticator, { proof: totp.code() });
  const proof = authenticator.sign((await challengeFor(caller, { kind: 'newRecoveryCodes' })).challenge);
  expect(outcomeOf(await call(app, caller, 'security.newRecoveryCodes', { proof }))).toBe('done');
  expect(outcomeOf(await call(app, caller, 'security.newRecoveryCodes', { proof }))).toBe(
    'SECOND_FACTOR_INVALID',
  );
});

test('the browser is asked to sign exactly the challenge, with the person’s own passkeys', async () => {
  const { caller } = await session();
  const authenticator = new SoftAuthenticator(PUBLIC_URL);
  const before = await challengeFor(caller, { kind: 'newRecoveryCodes' });
  expect(before).toMatchObject({ isRequired: false, methods: [], passkeyOptions: null });
  await add(caller, authenticator);
  const asked = await challengeFor(caller, { kind: 'newRecoveryCodes' });
  expect(asked).toMatchObject({
    isRequired: true,
    methods: ['passkey'],
    passkeyOptions: {
      rpId: 'desk.test',
      userVerification: 'required',
      allowCredentials: [{ id: authenticator.id, type: 'public-key', transports: ['usb'] }],
    },
  });
  expect(Buffer.from(asked.passkeyOptions?.challenge ?? '', 'base64url').toString('hex')).toBe(
    asked.challenge,
  );
});

test('challenges for withdrawals are computed from the database, and unknown withdrawals are not found', async () => {
  const { caller } = await session();
  expect(
    outcomeOf(
      await call(app, caller, 'security.challenge', {
        kind: 'approve',
        ids: ['0190f3a0-0000-7000-8000-000000000000'],
      }),
    ),
  ).toBe('NOT_FOUND');
  expect(
    outcomeOf(
      await call(app, caller, 'security.challenge', {
        kind: 'payOut',
        id: '0190f3a0-0000-7000-8000-000000000000',
      }),
    ),
  ).toBe('NOT_FOUND');
});
