import type { StepUpProof } from '@paydesk/types';
import { expect, test } from 'vitest';
import { DomainError } from '../../src/base/domainError.ts';
import { deactivateStaff } from '../../src/auth/staffAccounts.ts';
import { MAX_FAILURES } from '../../src/stepUp/lockout.ts';
import { consumeTotpCode } from '../../src/auth/oneTimeCodes.ts';
import { verifyStepUp } from '../../src/stepUp/verifyStepUp.ts';
import { secondDesk, testDesk, type TestDesk } from '../support/testDesk.ts';
import { enrolTotp, hire, someChallenge, wrongCode } from './people.ts';

const desk = await testDesk();
const other = await secondDesk(desk);
const challenge = someChallenge();

const prove = (
  staffId: string,
  proof: StepUpProof | undefined,
  demand: 'always' | 'ifEnrolled' = 'always',
  at: TestDesk = desk,
) => verifyStepUp(at, { staffId, challenge, proof, demand });

/** The word of the refusal, or the kind of the evidence. */
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

test('a right code proves the person once, and the evidence says for what', async () => {
  const { staff, totp } = await enrolled();
  const evidence = await prove(staff.id, totp.code());
  expect(evidence).toEqual({
    kind: 'totp',
    staffId: staff.id,
    challenge,
    covers: null,
    verifiedAt: expect.stringMatching(/Z$/),
    passkeyId: null,
    assertion: null,
  });
  expect(await outcome(prove(staff.id, totp.code()))).toBe('SECOND_FACTOR_INVALID');
});

test('of the same code given to two servers at once, exactly one is taken', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { staff, totp } = await enrolled();
    const outcomes = await Promise.all([
      outcome(prove(staff.id, totp.code())),
      outcome(prove(staff.id, totp.code(), 'always', other)),
    ]);
    expect(outcomes.sort()).toEqual(['SECOND_FACTOR_INVALID', 'totp']);
  }
});

test('after a code no code of an earlier step is taken', async () => {
  const { staff, totp } = await enrolled();
  expect(await outcome(prove(staff.id, totp.code(1)))).toBe('totp');
  expect(await outcome(prove(staff.id, totp.code()))).toBe('SECOND_FACTOR_INVALID');
  expect(await outcome(prove(staff.id, totp.code(-1)))).toBe('SECOND_FACTOR_INVALID');
  await desk.advance(60);
  expect(await outcome(prove(staff.id, totp.code()))).toBe('totp');
});

test('a code two minutes old, and one of another person, are wrong', async () => {
  const { staff, totp } = await enrolled();
  expect(await outcome(prove(staff.id, totp.code(-4)))).toBe('SECOND_FACTOR_INVALID');
  expect(await outcome(prove(staff.id, (await enrolled()).totp.code()))).toBe('SECOND_FACTOR_INVALID');
});

test('a code that was used to sign in is spent for deeds too', async () => {
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
  expect(await outcome(prove(staff.id, code))).toBe('SECOND_FACTOR_INVALID');
});

test('a recovery code proves the person once, also of two at once', async () => {
  const { staff, totp } = await enrolled();
  const [first = '', second = ''] = totp.recoveryCodes;
  const proof = { kind: 'recoveryCode', code: first } as const;
  expect(
    (
      await Promise.all([outcome(prove(staff.id, proof)), outcome(prove(staff.id, proof, 'always', other))])
    ).sort(),
  ).toEqual(['SECOND_FACTOR_INVALID', 'recovery_code']);
  expect(await outcome(prove(staff.id, proof))).toBe('SECOND_FACTOR_INVALID');
  expect(await outcome(prove(staff.id, { kind: 'recoveryCode', code: second }))).toBe('recovery_code');
});

test('without a proof the refusal tells what the person has', async () => {
  const { staff } = await enrolled();
  const asked = await refusal(prove(staff.id, undefined, 'ifEnrolled'));
  expect([asked.reason, asked.details]).toEqual([
    'SECOND_FACTOR_REQUIRED',
    { methods: ['totp', 'recoveryCode'] },
  ]);
});

test('who has no second factor is let through where the policy asks only the enrolled, and sent to enrol where it asks all', async () => {
  const staff = await hire(desk);
  expect(await outcome(prove(staff.id, undefined, 'ifEnrolled'))).toBe('none');
  const refused = await refusal(prove(staff.id, undefined));
  expect([refused.reason, refused.details]).toEqual(['SECOND_FACTOR_REQUIRED', { methods: [] }]);
  expect(refused.message).toContain('needs a second factor');
});

test('a secret that was never confirmed by a code counts for nothing', async () => {
  const { staff, totp } = await enrolled();
  await desk.knex('staff_two_factors').where({ staff_id: staff.id }).update({ verified: false });
  expect(await outcome(prove(staff.id, totp.code()))).toBe('SECOND_FACTOR_REQUIRED');
  expect(await outcome(prove(staff.id, undefined, 'ifEnrolled'))).toBe('none');
});

test('deactivated staff prove nothing, not even with the right code', async () => {
  const { staff, totp } = await enrolled();
  await deactivateStaff(desk.knex, { id: staff.id });
  expect(await outcome(prove(staff.id, totp.code()))).toBe('PERMISSION_DENIED');
  expect(await outcome(prove(staff.id, undefined, 'ifEnrolled'))).toBe('PERMISSION_DENIED');
});

// ---------------------------------------------------------------------------
// Lockout
// ---------------------------------------------------------------------------

test('after five wrong ones the right code is not looked at for 15 minutes, and the audit log tells', async () => {
  const { staff, totp } = await enrolled();
  for (let guess = 1; guess < MAX_FAILURES; guess += 1) {
    expect((await refusal(prove(staff.id, wrongCode(desk, totp, guess)))).details).toEqual({
      attemptsLeft: MAX_FAILURES - guess,
      retryAt: null,
    });
  }
  const retryAt = new Date(desk.clock.now().getTime() + 15 * 60_000);
  // A wrong recovery code counts like a wrong TOTP code.
  const last = await refusal(prove(staff.id, { kind: 'recoveryCode', code: 'zzzzz-zzzzz' }));
  expect(last.details).toMatchObject({ attemptsLeft: 0 });
  expect(Math.abs(Date.parse(String(last.details?.['retryAt'])) - retryAt.getTime())).toBeLessThan(5000);

  const locked = await refusal(prove(staff.id, totp.code()));
  expect([locked.reason, locked.details]).toEqual([
    'SECOND_FACTOR_LOCKED',
    { retryAt: last.details?.['retryAt'] },
  ]);
  expect(await outcome(prove(staff.id, totp.code(), 'always', other))).toBe('SECOND_FACTOR_LOCKED');
  expect(
    await desk.knex('audit_log').where({ action: 'security.lockout', subject_id: staff.id }),
  ).toHaveLength(1);

  await desk.advance(15 * 60 + 1);
  expect(await outcome(prove(staff.id, totp.code()))).toBe('totp');
});

test('each lockout lasts twice as long as the one before, until a right proof', async () => {
  const { staff, totp } = await enrolled();
  const minutes = async () => {
    for (let guess = 1; guess < MAX_FAILURES; guess += 1)
      await refusal(prove(staff.id, wrongCode(desk, totp, guess)));
    const { details } = await refusal(prove(staff.id, wrongCode(desk, totp, 9)));
    return Math.round((Date.parse(String(details?.['retryAt'])) - desk.clock.now().getTime()) / 60_000);
  };
  expect(await minutes()).toBe(15);
  await desk.advance(15 * 60 + 1);
  expect(await minutes()).toBe(30);
  await desk.advance(30 * 60 + 1);
  expect(await outcome(prove(staff.id, totp.code()))).toBe('totp');
  expect(await minutes()).toBe(15);
});

test('of 50 guesses at once on two servers only five are looked at', async () => {
  const { staff, totp } = await enrolled();
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, guess) =>
      outcome(prove(staff.id, wrongCode(desk, totp, guess), 'always', guess % 2 ? desk : other)),
    ),
  );
  expect(outcomes.filter((word) => word === 'SECOND_FACTOR_INVALID')).toHaveLength(MAX_FAILURES);
  expect(outcomes.filter((word) => word === 'SECOND_FACTOR_LOCKED')).toHaveLength(50 - MAX_FAILURES);
});

test('a lockout of one person stops nobody else', async () => {
  const [guessed, bystander] = [await enrolled(), await enrolled()];
  for (let guess = 0; guess <= MAX_FAILURES; guess += 1)
    await refusal(prove(guessed.staff.id, wrongCode(desk, guessed.totp, guess)));
  expect(await outcome(prove(guessed.staff.id, guessed.totp.code()))).toBe('SECOND_FACTOR_LOCKED');
  expect(await outcome(prove(bystander.staff.id, bystander.totp.code()))).toBe('totp');
});
