import type { StepUpProof } from '@paydesk/types';
import { expect, test } from 'vitest';
import { DomainError } from '../../src/base/domainError.ts';
import { deactivateStaff } from '../../src/auth/staffAccounts.ts';
import { MAX_FAILURES } from '../../src/stepUp/lockout.ts';
import { consumeTotpCode } from '../../src/auth/oneTimeCodes.ts';
import { verifyStepUp } from '../../src/stepUp/verifyStepUp.ts';
import { secondDesk, testDesk, type TestDesk } from '../support/testDesk.ts';
import { enrolTotp, hire, someChallenge, wrongCode } from './people.ts';
import { signRows } from '../support/signRows.ts';

const desk = await testDesk();
const other = await secondDesk(desk);
const challenge = someChallenge();

const verify = (
  staffId: string,
  proof: StepUpProof | undefined,
  demand: 'always' | 'ifEnrolled' = 'always',
  at: TestDesk = desk,
) => verifyStepUp(at, { staffId, challenge, proof, demand });

/** The reason of the refusal, or the kind of the evidence. */
const outcome = (work: Promise<{ kind: string }>): Promise<string> =>
  work.then(
    ({ kind }) => kind,
    (error: unknown) => (error instanceof DomainError ? error.reason : String(error)),
  );
const refusal = async (work: Promise<unknown>): Promise<DomainError> =>
  (await work.then(
    () => null,
    (error: unknown) => error,
  )) as DomainError;

async function enrolled() {
  const staff = await hire(desk);
  return { staff, totp: await enrolTotp(desk, staff.id) };
}

test('a correct code is accepted once, and the evidence names the action', async () => {
  const { staff, totp } = await enrolled();
  const evidence = await verify(staff.id, totp.code());
  expect(evidence).toEqual({
    kind: 'totp',
    staffId: staff.id,
    challenge,
    covers: null,
    verifiedAt: expect.stringMatching(/Z$/),
    passkeyId: null,
    assertion: null,
  });
  expect(await outcome(verify(staff.id, totp.code()))).toBe('SECOND_FACTOR_INVALID');
});

test('of the same code sent to two servers at once, exactly one is accepted', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { staff, totp } = await enrolled();
    const outcomes = await Promise.all([
      outcome(verify(staff.id, totp.code())),
      outcome(verify(staff.id, totp.code(), 'always', other)),
    ]);
    expect(outcomes.sort()).toEqual(['SECOND_FACTOR_INVALID', 'totp']);
  }
});

test('after a code no code of an earlier step is accepted', async () => {
  const { staff, totp } = await enrolled();
  expect(await outcome(verify(staff.id, totp.code(1)))).toBe('totp');
  expect(await outcome(verify(staff.id, totp.code()))).toBe('SECOND_FACTOR_INVALID');
  expect(await outcome(verify(staff.id, totp.code(-1)))).toBe('SECOND_FACTOR_INVALID');
  await desk.advance(60);
  expect(await outcome(verify(staff.id, totp.code()))).toBe('totp');
});

test('a code two minutes old, and one of another person, are wrong', async () => {
  const { staff, totp } = await enrolled();
  expect(await outcome(verify(staff.id, totp.code(-4)))).toBe('SECOND_FACTOR_INVALID');
  expect(await outcome(verify(staff.id, (await enrolled()).totp.code()))).toBe('SECOND_FACTOR_INVALID');
});

test('a code that was used to sign in cannot be used for an action', async () => {
  const { staff, totp } = await enrolled();
  const code = totp.code();
  const key = (await desk.auth.$context).secretConfig;
  expect(
    await consumeTotpCode(desk.knex, {
      staffId: staff.id,
      code: code.kind === 'totp' ? code.code : '',
      key,
      at: desk.clock.now(),
    }),
  ).toBe('consumed');
  expect(await outcome(verify(staff.id, code))).toBe('SECOND_FACTOR_INVALID');
});

test('a recovery code is accepted once, also of two concurrent uses', async () => {
  const { staff, totp } = await enrolled();
  const [first = '', second = ''] = totp.recoveryCodes;
  const proof = { kind: 'recoveryCode', code: first } as const;
  expect(
    (
      await Promise.all([outcome(verify(staff.id, proof)), outcome(verify(staff.id, proof, 'always', other))])
    ).sort(),
  ).toEqual(['SECOND_FACTOR_INVALID', 'recovery_code']);
  expect(await outcome(verify(staff.id, proof))).toBe('SECOND_FACTOR_INVALID');
  expect(await outcome(verify(staff.id, { kind: 'recoveryCode', code: second }))).toBe('recovery_code');
});

test('without a proof the refusal lists the person’s methods', async () => {
  const { staff } = await enrolled();
  const asked = await refusal(verify(staff.id, undefined, 'ifEnrolled'));
  expect([asked.reason, asked.details]).toEqual([
    'SECOND_FACTOR_REQUIRED',
    { methods: ['totp', 'recoveryCode'] },
  ]);
});

test('without a second factor `ifEnrolled` accepts the person, and `always` asks them to enrol', async () => {
  const staff = await hire(desk);
  expect(await outcome(verify(staff.id, undefined, 'ifEnrolled'))).toBe('none');
  const refused = await refusal(verify(staff.id, undefined));
  expect([refused.reason, refused.details]).toEqual(['SECOND_FACTOR_REQUIRED', { methods: [] }]);
  expect(refused.message).toContain('set up a second factor');
});

test('an unconfirmed secret is ignored', async () => {
  const { staff, totp } = await enrolled();
  await desk.knex('staff_two_factors').where({ staff_id: staff.id }).update({ verified: false });
  await signRows(desk.knex, 'two_factor');
  expect(await outcome(verify(staff.id, totp.code()))).toBe('SECOND_FACTOR_REQUIRED');
  expect(await outcome(verify(staff.id, undefined, 'ifEnrolled'))).toBe('none');
});

test('deactivated staff are refused, even with the correct code', async () => {
  const { staff, totp } = await enrolled();
  await deactivateStaff(desk.knex, { id: staff.id });
  expect(await outcome(verify(staff.id, totp.code()))).toBe('PERMISSION_DENIED');
  expect(await outcome(verify(staff.id, undefined, 'ifEnrolled'))).toBe('PERMISSION_DENIED');
});

// ---------------------------------------------------------------------------
// Lockout
// ---------------------------------------------------------------------------

test('after five wrong codes the correct one is refused for 15 minutes, which is audited', async () => {
  const { staff, totp } = await enrolled();
  for (let guess = 1; guess < MAX_FAILURES; guess += 1) {
    expect((await refusal(verify(staff.id, wrongCode(desk, totp, guess)))).details).toEqual({
      attemptsLeft: MAX_FAILURES - guess,
      retryAt: null,
    });
  }
  const retryAt = new Date(desk.clock.now().getTime() + 15 * 60_000);
  // A wrong recovery code counts like a wrong TOTP code.
  const last = await refusal(verify(staff.id, { kind: 'recoveryCode', code: 'zzzzz-zzzzz' }));
  expect(last.details).toMatchObject({ attemptsLeft: 0 });
  expect(Math.abs(Date.parse(String(last.details?.['retryAt'])) - retryAt.getTime())).toBeLessThan(5000);

  const locked = await refusal(verify(staff.id, totp.code()));
  expect([locked.reason, locked.details]).toEqual([
    'SECOND_FACTOR_LOCKED',
    { retryAt: last.details?.['retryAt'] },
  ]);
  expect(await outcome(verify(staff.id, totp.code(), 'always', other))).toBe('SECOND_FACTOR_LOCKED');
  expect(
    await desk.knex('audit_log').where({ action: 'security.lockout', subject_id: staff.id }),
  ).toHaveLength(1);

  await desk.advance(15 * 60 + 1);
  expect(await outcome(verify(staff.id, totp.code()))).toBe('totp');
});

test('each lockout lasts twice as long as the one before, until a correct proof', async () => {
  const { staff, totp } = await enrolled();
  const minutes = async () => {
    for (let guess = 1; guess < MAX_FAILURES; guess += 1)
      await refusal(verify(staff.id, wrongCode(desk, totp, guess)));
    const { details } = await refusal(verify(staff.id, wrongCode(desk, totp, 9)));
    return Math.round((Date.parse(String(details?.['retryAt'])) - desk.clock.now().getTime()) / 60_000);
  };
  expect(await minutes()).toBe(15);
  await desk.advance(15 * 60 + 1);
  expect(await minutes()).toBe(30);
  await desk.advance(30 * 60 + 1);
  expect(await outcome(verify(staff.id, totp.code()))).toBe('totp');
  expect(await minutes()).toBe(15);
});

test('of 50 concurrent guesses on two servers only five are checked', async () => {
  const { staff, totp } = await enrolled();
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, guess) =>
      outcome(verify(staff.id, wrongCode(desk, totp, guess), 'always', guess % 2 ? desk : other)),
    ),
  );
  expect(outcomes.filter((word) => word === 'SECOND_FACTOR_INVALID')).toHaveLength(MAX_FAILURES);
  expect(outcomes.filter((word) => word === 'SECOND_FACTOR_LOCKED')).toHaveLength(50 - MAX_FAILURES);
});

test('a lockout of one person does not affect others', async () => {
  const [guessed, bystander] = [await enrolled(), await enrolled()];
  for (let guess = 0; guess <= MAX_FAILURES; guess += 1)
    await refusal(verify(guessed.staff.id, wrongCode(desk, guessed.totp, guess)));
  expect(await outcome(verify(guessed.staff.id, guessed.totp.code()))).toBe('SECOND_FACTOR_LOCKED');
  expect(await outcome(verify(bystander.staff.id, bystander.totp.code()))).toBe('totp');
});

test('parallel repeats of one wrong code count as one try, also on two servers and of any number', async () => {
  const { staff, totp } = await enrolled();
  const wrong = wrongCode(desk, totp, 7);
  for (let round = 0; round < 3; round += 1) {
    const repeats = Array.from({ length: 8 }, async (_, index) =>
      outcome(verify(staff.id, wrong, 'always', index % 2 === 0 ? desk : other)),
    );
    expect(new Set(await Promise.all(repeats))).toEqual(new Set(['SECOND_FACTOR_INVALID']));
  }
  expect(await desk.knex('staff_step_ups').where({ staff_id: staff.id }).first()).toMatchObject({
    failures: 1,
  });
  expect(await outcome(verify(staff.id, totp.code()))).toBe('totp');
});

test('repeats of a code that was accepted, and of a recovery code, lock no one out', async () => {
  const { staff, totp } = await enrolled();
  const [code, recovery] = [
    totp.code(),
    { kind: 'recoveryCode' as const, code: totp.recoveryCodes[0] ?? '' },
  ];
  for (const proof of [code, recovery]) {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async () => outcome(verify(staff.id, proof))),
    );
    expect(outcomes.filter((one) => one !== 'SECOND_FACTOR_INVALID')).toHaveLength(1);
  }
  expect(await outcome(verify(staff.id, totp.code(1)))).toBe('totp');
});

test('two wrong codes in turn count each time', async () => {
  const { staff, totp } = await enrolled();
  const [one, two] = [wrongCode(desk, totp, 3), wrongCode(desk, totp, 4)];
  for (const proof of [one, two, one, two, one]) await outcome(verify(staff.id, proof));
  expect(await outcome(verify(staff.id, totp.code()))).toBe('SECOND_FACTOR_LOCKED');
});
