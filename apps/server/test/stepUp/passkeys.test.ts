import type { StepUpEvidence, StepUpProof } from '@paydesk/types';
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { StaffPrincipal } from '../../src/auth/principal.ts';
import { permissionsOfRole } from '../../src/auth/principal.ts';
import { systemActor } from '../../src/base/actor.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import type { Staff } from '../../src/models/Staff.ts';
import { StaffPasskey } from '../../src/models/StaffPasskey.ts';
import { addPasskey } from '../../src/security/addPasskey.ts';
import { removePasskey } from '../../src/security/removePasskey.ts';
import { startPasskey } from '../../src/security/startPasskey.ts';
import {
  approvalChallenge,
  completionChallenge,
  payOutChallenge,
  policyChallenge,
  securityChallenge,
} from '../../src/stepUp/challenges.ts';
import { MAX_FAILURES } from '../../src/stepUp/lockout.ts';
import { resetSecondFactors } from '../../src/stepUp/resetSecondFactors.ts';
import { verifyStepUp } from '../../src/stepUp/verifyStepUp.ts';
import { verifyEvidence } from '../../src/verify/verifyEvidence.ts';
import { PUBLIC_URL } from '../support/http.ts';
import { refusalOf } from '../support/money.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { SECRET, secondDesk, testDesk, testSettings, type TestDesk } from '../support/testDesk.ts';
import { enrolTotp, hire, PASSWORD, someChallenge } from './people.ts';
import { SoftAuthenticator, type Defects } from './softAuthenticator.ts';

const desk = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
const other = await secondDesk(desk);

const actorOf = (staff: Staff) => ({ kind: 'staff' as const, id: staff.id, name: staff.name });
const principalOf = (staff: Staff): StaffPrincipal => ({
  kind: 'staff',
  id: staff.id,
  name: staff.name,
  email: staff.email,
  role: staff.role,
  twoFactorEnabled: false,
  sessionId: staff.id,
  permissions: permissionsOfRole(staff.role),
});
const verify = (staffId: string, challenge: string, proof: StepUpProof | undefined, at: TestDesk = desk) =>
  verifyStepUp(at, { staffId, challenge, proof, demand: 'always' });
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'verified',
    (error: unknown) => (error instanceof DomainError ? error.reason : String(error)),
  );

/** Enrols a passkey as the page does. */
async function enrol(
  staff: Staff,
  authenticator: SoftAuthenticator,
  defects: Parameters<SoftAuthenticator['create']>[1] = {},
  more: { proof?: StepUpProof; password?: string } = {},
) {
  const { challenge } = await startPasskey(desk, principalOf(staff));
  return await addPasskey(desk, actorOf(staff), staff.id, {
    name: 'key',
    password: PASSWORD,
    proof: undefined,
    answer: authenticator.create(challenge, defects),
    ...more,
  });
}

async function withPasskey(options: { counts?: boolean } = {}) {
  const staff = await hire(desk);
  const authenticator = new SoftAuthenticator(PUBLIC_URL, options);
  const passkey = await enrol(staff, authenticator);
  return { staff, authenticator, passkey };
}

test('a signature over the challenge is accepted, and can be checked again later', async () => {
  const { staff, authenticator, passkey } = await withPasskey();
  const challenge = someChallenge();
  const evidence = await verify(staff.id, challenge, authenticator.sign(challenge));
  expect(evidence).toMatchObject({
    kind: 'passkey',
    staffId: staff.id,
    challenge,
    passkeyId: passkey.id,
    covers: null,
  });
  expect(await verifyEvidence(desk.knex, structuredClone(evidence), challenge)).toBe('verified');
  expect(await StaffPasskey.query().findById(passkey.id)).toMatchObject({
    counter: '1',
    lastUsedAt: expect.any(Date),
  });
});

const forgeries: [string, (honest: SoftAuthenticator) => Defects][] = [
  ['another origin', () => ({ origin: 'http://desk.test.evil.test' })],
  ['the same host on another port', () => ({ origin: 'http://desk.test:8080' })],
  ['https where the desk is http', () => ({ origin: 'https://desk.test' })],
  ['another relying party', () => ({ rpId: 'evil.test' })],
  ['no user verification', () => ({ userVerified: false })],
  ['no user present', () => ({ userPresent: false })],
  ['another private key', () => ({ key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey })],
  ['the answer to a registration', () => ({ type: 'webauthn.create' })],
  ['a frame in another page', () => ({ crossOrigin: true })],
];

test.each(forgeries)('a signature with %s is refused', async (_what, defects) => {
  const { staff, authenticator } = await withPasskey();
  const challenge = someChallenge();
  expect(
    await outcome(verify(staff.id, challenge, authenticator.sign(challenge, defects(authenticator)))),
  ).toBe('SECOND_FACTOR_INVALID');
  expect(await outcome(verify(staff.id, challenge, authenticator.sign(challenge)))).toBe('verified');
});

test('a change of a single bit invalidates a signature', async () => {
  const { staff, authenticator } = await withPasskey({ counts: false });
  const challenge = someChallenge();
  for (const field of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
    const proof = authenticator.sign(challenge);
    const bytes = Buffer.from(proof.answer.response[field], 'base64url');
    // In the authenticator data: its counter. In the client data: a letter of the origin.
    const at =
      field === 'authenticatorData'
        ? 36
        : field === 'clientDataJSON'
          ? bytes.indexOf('desk')
          : bytes.length - 1;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    proof.answer.response[field] = bytes.toString('base64url');
    expect(await outcome(verify(staff.id, challenge, proof)), field).toBe('SECOND_FACTOR_INVALID');
  }
  expect(await outcome(verify(staff.id, challenge, authenticator.sign(challenge)))).toBe('verified');
});

test('flags set after signing are refused: a forged “verified” breaks the signature', async () => {
  const { staff, authenticator } = await withPasskey();
  const challenge = someChallenge();
  const proof = authenticator.sign(challenge, { userVerified: false });
  const bytes = Buffer.from(proof.answer.response.authenticatorData, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(32) | 0x04, 32);
  proof.answer.response.authenticatorData = bytes.toString('base64url');
  expect(await outcome(verify(staff.id, challenge, proof))).toBe('SECOND_FACTOR_INVALID');
});

test('garbage is a wrong proof, not a server error', async () => {
  const { staff, authenticator } = await withPasskey();
  const proof = authenticator.sign(someChallenge());
  for (const response of [
    { authenticatorData: '', clientDataJSON: '', signature: '' },
    { authenticatorData: 'AAAA', clientDataJSON: 'bm9uc2Vuc2U', signature: 'AAAA' },
  ]) {
    expect(
      await outcome(verify(staff.id, someChallenge(), { ...proof, answer: { ...proof.answer, response } })),
    ).toBe('SECOND_FACTOR_INVALID');
  }
});

test('the passkey of another person is refused', async () => {
  const [mine, theirs] = [await withPasskey(), await withPasskey()];
  const challenge = someChallenge();
  expect(await outcome(verify(mine.staff.id, challenge, theirs.authenticator.sign(challenge)))).toBe(
    'SECOND_FACTOR_INVALID',
  );
  // Also under the id of an own passkey.
  const proof = theirs.authenticator.sign(challenge);
  const renamed = {
    ...proof,
    answer: { ...proof.answer, id: mine.authenticator.id, rawId: mine.authenticator.id },
  };
  expect(await outcome(verify(mine.staff.id, challenge, renamed))).toBe('SECOND_FACTOR_INVALID');
});

test('a signature for one action is refused for every other', async () => {
  const { staff, authenticator } = await withPasskey({ counts: false });
  const [hash, otherHash] = [someChallenge(), someChallenge()];
  const rules = { coolingHours: 1 };
  const challenges: Record<string, string> = {
    approve: approvalChallenge([hash]),
    'approve another': approvalChallenge([otherHash]),
    'approve both': approvalChallenge([hash, otherHash]),
    complete: completionChallenge(hash, 'tx', null),
    'complete with an amount': completionChallenge(hash, 'tx', '1'),
    'complete by another transaction': completionChallenge(hash, 'tx2', null),
    'pay out': payOutChallenge({ payloadHash: hash, cryptoAmount: '1' }),
    'pay out more': payOutChallenge({ payloadHash: hash, cryptoAmount: '100' }),
    'pay out again': payOutChallenge({ payloadHash: hash, cryptoAmount: '1' }, 2),
    publish: policyChallenge(1, rules),
    'publish on another': policyChallenge(2, rules),
    'publish other rules': policyChallenge(1, { coolingHours: 2 }),
    'new codes': securityChallenge('newRecoveryCodes', staff.id, '', '0'),
    'new codes again': securityChallenge('newRecoveryCodes', staff.id, '', '1'),
    'disable TOTP': securityChallenge('disableTotp', staff.id, '', '0'),
    'codes of another person': securityChallenge('newRecoveryCodes', hash, '', '0'),
  };
  expect(new Set(Object.values(challenges)).size).toBe(Object.keys(challenges).length);
  for (const [signedFor, challenge] of Object.entries(challenges)) {
    const proof = authenticator.sign(challenge);
    for (const [usedFor, wanted] of Object.entries(challenges)) {
      if (signedFor === usedFor) continue;
      await desk.knex('staff_step_ups').where({ staff_id: staff.id }).update({ failures: 0 });
      expect(await outcome(verify(staff.id, wanted, proof)), `${signedFor} → ${usedFor}`).toBe(
        'SECOND_FACTOR_INVALID',
      );
    }
  }
});

test('the order in which withdrawals were chosen does not matter, nor the order of a policy’s fields', () => {
  const hashes = [someChallenge(), someChallenge(), someChallenge()];
  expect(approvalChallenge(hashes.toReversed())).toBe(approvalChallenge(hashes));
  expect(policyChallenge(1, { a: 1, b: [2] })).toBe(policyChallenge(1, { b: [2], a: 1 }));
  expect(approvalChallenge([hashes[0] ?? ''])).toBe(hashes[0]);
});

test('a signature counter that does not increase reveals a cloned key', async () => {
  const { staff, authenticator, passkey } = await withPasskey();
  const at = (counter: number) => {
    const challenge = someChallenge();
    return outcome(verify(staff.id, challenge, authenticator.sign(challenge, { counter })));
  };
  expect(await at(7)).toBe('verified');
  expect([await at(7), await at(6), await at(0)]).toEqual([
    'SECOND_FACTOR_INVALID',
    'SECOND_FACTOR_INVALID',
    'SECOND_FACTOR_INVALID',
  ]);
  expect(await at(8)).toBe('verified');
  await expect(desk.knex('staff_passkeys').where({ id: passkey.id }).update({ counter: 3 })).rejects.toThrow(
    'never goes back',
  );
});

test('of two signatures with the same counter sent to two servers at once, one is accepted', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { staff, authenticator } = await withPasskey();
    const challenges = [someChallenge(), someChallenge()];
    const proofs = challenges.map((challenge) => authenticator.sign(challenge, { counter: 5 }));
    const outcomes = await Promise.all(
      challenges.map((challenge, n) => outcome(verify(staff.id, challenge, proofs[n], n ? other : desk))),
    );
    expect(outcomes.sort()).toEqual(['SECOND_FACTOR_INVALID', 'verified']);
  }
});

test('a passkey without a counter, such as a synchronised one, can sign repeatedly', async () => {
  const { staff, authenticator } = await withPasskey({ counts: false });
  for (let use = 0; use < 3; use += 1) {
    const challenge = someChallenge();
    expect(await outcome(verify(staff.id, challenge, authenticator.sign(challenge)))).toBe('verified');
  }
});

test('wrong signatures lock the person out like wrong codes', async () => {
  const { staff, authenticator } = await withPasskey();
  const challenge = someChallenge();
  for (let guess = 0; guess < MAX_FAILURES; guess += 1)
    expect(await outcome(verify(staff.id, challenge, authenticator.sign(someChallenge())))).toBe(
      'SECOND_FACTOR_INVALID',
    );
  expect(await outcome(verify(staff.id, challenge, authenticator.sign(challenge)))).toBe(
    'SECOND_FACTOR_LOCKED',
  );
});

test('a removed passkey is refused, and its earlier signatures stay verified', async () => {
  const { staff, authenticator, passkey } = await withPasskey();
  const totp = await enrolTotp(desk, staff.id);
  const challenge = someChallenge();
  const evidence = await verify(staff.id, challenge, authenticator.sign(challenge));
  await removePasskey(desk, actorOf(staff), staff.id, { id: passkey.id, proof: totp.code() });
  expect(await outcome(verify(staff.id, challenge, authenticator.sign(challenge)))).toBe(
    'SECOND_FACTOR_REQUIRED',
  );
  expect(await verifyEvidence(desk.knex, evidence, challenge)).toBe('verified');
  await expect(
    desk.knex('staff_passkeys').where({ id: passkey.id }).update({ removed_at: null }),
  ).rejects.toThrow('stays as it is');
  await expect(desk.knex('staff_passkeys').where({ id: passkey.id }).delete()).rejects.toThrow('not allowed');
});

test('a removed passkey is refused even if the person has another one', async () => {
  const { staff, authenticator, passkey } = await withPasskey();
  const totp = await enrolTotp(desk, staff.id);
  const second = new SoftAuthenticator(PUBLIC_URL);
  await enrol(staff, second, {}, { proof: totp.code() });
  await removePasskey(desk, actorOf(staff), staff.id, { id: passkey.id, proof: totp.code(1) });
  const challenge = someChallenge();
  expect(await outcome(verify(staff.id, challenge, authenticator.sign(challenge)))).toBe(
    'SECOND_FACTOR_INVALID',
  );
  expect(await outcome(verify(staff.id, challenge, second.sign(challenge)))).toBe('verified');
});

test('only the command line resets lost second factors, which ends all sessions and is recorded', async () => {
  const { staff, authenticator } = await withPasskey();
  await enrolTotp(desk, staff.id);
  await desk
    .knex('staff_sessions')
    .insert({ id: newId(), staff_id: staff.id, token: newId(), expires_at: new Date(Date.now() + 60_000) });
  const challenge = someChallenge();
  for (let guess = 0; guess < MAX_FAILURES; guess += 1)
    await outcome(verify(staff.id, challenge, authenticator.sign(someChallenge())));
  await desk.knex.transaction(
    async (trx) =>
      await resetSecondFactors(trx, {
        staffId: staff.id,
        actor: systemActor('command line'),
        at: desk.clock.now(),
      }),
  );
  expect(
    await verifyStepUp(desk, { staffId: staff.id, challenge, proof: undefined, demand: 'ifEnrolled' }),
  ).toMatchObject({ kind: 'none' });
  expect(await desk.knex('staff_sessions').where({ staff_id: staff.id })).toEqual([]);
  expect(
    await desk.knex('audit_log').where({ action: 'security.reset', subject_id: staff.id }).first(),
  ).toMatchObject({ actor_kind: 'system', actor_name: 'command line' });
  // A new one can be set up at once.
  await enrol(staff, new SoftAuthenticator(PUBLIC_URL));
});

test('with another PAYDESK_SECRET codes no longer work; passkeys do while the former one is known', async () => {
  const { staff, authenticator } = await withPasskey();
  await enrolTotp(desk, staff.id);
  const { url } = await testDatabase();
  const knex = connectDatabase(url);
  const signIn = async (more: Record<string, string>) => {
    const elsewhere = createAppContext(
      testSettings({ PUBLIC_URL, PAYDESK_SECRET: 'another secret of more than 32 characters', ...more }),
      knex,
      desk.log,
      { clock: desk.clock, provider: desk.provider },
    );
    const challenge = someChallenge();
    return await verifyStepUp(elsewhere, {
      staffId: staff.id,
      challenge,
      proof: authenticator.sign(challenge),
      demand: 'always',
    });
  };
  try {
    expect(await refusalOf(signIn({}))).toBe('SECOND_FACTOR_INVALID');
    expect(await signIn({ PAYDESK_FORMER_SECRETS: SECRET })).toMatchObject({ kind: 'passkey' });
  } finally {
    await knex.destroy();
  }
});

test('the public key of a passkey cannot be changed in the database', async () => {
  const { passkey, authenticator } = await withPasskey();
  const strange = (await withPasskey()).passkey.publicKey;
  await expect(
    desk.knex('staff_passkeys').where({ id: passkey.id }).update({ public_key: strange }),
  ).rejects.toThrow('never changes');
  await expect(
    desk
      .knex('staff_passkeys')
      .where({ id: passkey.id })
      .update({ credential_id: `${authenticator.id}x` }),
  ).rejects.toThrow('never changes');
  await expect(desk.knex.raw('truncate staff_passkeys')).rejects.toThrow('not allowed');
});

// ---------------------------------------------------------------------------
// Stored evidence
// ---------------------------------------------------------------------------

test('stored evidence is forged when it is for another payload, person, key or challenge', async () => {
  const [mine, theirs] = [await withPasskey(), await withPasskey()];
  const challenge = someChallenge();
  const evidence = await verify(mine.staff.id, challenge, mine.authenticator.sign(challenge));
  const forged: Partial<StepUpEvidence>[] = [
    { challenge: someChallenge() },
    { staffId: theirs.staff.id },
    { passkeyId: theirs.passkey.id },
    { passkeyId: theirs.passkey.id, staffId: theirs.staff.id },
    { assertion: null },
    { passkeyId: null },
    { kind: 'totp' },
    { covers: [challenge, someChallenge()] },
  ];
  for (const change of forged)
    expect(
      await verifyEvidence(desk.knex, { ...evidence, ...change }, challenge),
      JSON.stringify(change),
    ).toBe('forged');
  expect(await verifyEvidence(desk.knex, evidence, someChallenge())).toBe('forged');
  // Another person's signature over the same payload, under the name of the first.
  const { assertion } = await verify(theirs.staff.id, challenge, theirs.authenticator.sign(challenge));
  expect(await verifyEvidence(desk.knex, { ...evidence, assertion }, challenge)).toBe('forged');
});

test('evidence of a bulk approval is valid for each of its payloads and no other', async () => {
  const { staff, authenticator } = await withPasskey();
  const covers = [someChallenge(), someChallenge(), someChallenge()];
  const challenge = approvalChallenge(covers);
  const evidence = await verifyStepUp(desk, {
    staffId: staff.id,
    challenge,
    covers,
    proof: authenticator.sign(challenge),
    demand: 'always',
  });
  for (const hash of covers) expect(await verifyEvidence(desk.knex, evidence, hash)).toBe('verified');
  const strange = someChallenge();
  expect(await verifyEvidence(desk.knex, evidence, strange)).toBe('forged');
  expect(await verifyEvidence(desk.knex, { ...evidence, covers: [...covers, strange] }, strange)).toBe(
    'forged',
  );
});

test('a code leaves nothing to check later, and is reported as not signed', async () => {
  const staff = await hire(desk);
  const totp = await enrolTotp(desk, staff.id);
  const challenge = someChallenge();
  const evidence = await verify(staff.id, challenge, totp.code());
  expect(await verifyEvidence(desk.knex, evidence, challenge)).toBe('not signed');
  expect(await verifyEvidence(desk.knex, evidence, someChallenge())).toBe('forged');
});

test('evidence stays verifiable after the desk has moved to another address', async () => {
  const { staff, authenticator } = await withPasskey();
  const challenge = someChallenge();
  const evidence = await verify(staff.id, challenge, authenticator.sign(challenge));
  const moved = createAppContext(
    testSettings({ PUBLIC_URL: 'https://pay.elsewhere.test' }),
    desk.knex,
    desk.log,
    {
      ...desk,
    },
  );
  const elsewhere = verifyStepUp(
    { ...moved, settings: { publicUrl: 'https://pay.elsewhere.test' } },
    { staffId: staff.id, challenge, proof: authenticator.sign(challenge), demand: 'ifEnrolled' },
  );
  // Still required: moving the address must not remove the requirement.
  expect(await outcome(elsewhere)).toBe('SECOND_FACTOR_REQUIRED');
  expect(await verifyEvidence(desk.knex, evidence, challenge)).toBe('verified');
});
