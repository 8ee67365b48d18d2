import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { isVerifiedByClass, verifyByClass } from '../../src/trpc/verifyByClass.ts';
import { publishRules } from '../policy/policyDesk.ts';
import { refusalOf } from '../support/money.ts';
import { testDesk, testSettings } from '../support/testDesk.ts';
import { enrolTotp, hire } from './people.ts';

/* What the class of a mutation demands, before any command has a say. */
const desk = await testDesk({
  settings: testSettings({ NOWPAYMENTS_API_KEY: 'a real key', NOWPAYMENTS_IPN_SECRET: 'a real secret' }),
});
const simulatorDesk = await testDesk({ knex: desk.knex });
const call = (staffId: string, input: object, path = 'users.freeze') => ({
  path,
  staffId,
  sessionId: null,
  input: { id: newId(), note: 'looks odd', ...input },
});

test('what has no class is no action at all', () => {
  expect(() => isVerifiedByClass('users.enrich')).toThrow('has no class');
});

test('what is not a proof is bad input, and not the lack of one', async () => {
  const { id } = await hire(desk);
  await expect(verifyByClass(simulatorDesk, call(id, { proof: 'let me in' }))).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});

test('with a real provider everyone gives a second factor, with the simulator who has one', async () => {
  const { id } = await hire(desk);
  expect(await refusalOf(verifyByClass(desk, call(id, {})))).toBe('SECOND_FACTOR_REQUIRED');
  expect(await verifyByClass(simulatorDesk, call(id, {}))).toMatchObject({ kind: 'none' });
  const totp = await enrolTotp(desk, id);
  expect(await refusalOf(verifyByClass(simulatorDesk, call(id, {})))).toBe('SECOND_FACTOR_REQUIRED');
  expect(await verifyByClass(simulatorDesk, call(id, { proof: totp.code() }))).toMatchObject({
    kind: 'totp',
  });
});

test('where a passkey is needed a code is not enough', async () => {
  const { id } = await hire(desk);
  const totp = await enrolTotp(desk, id);
  const given = call(id, { proof: totp.code() });
  expect(await refusalOf(verifyByClass(desk, { ...given, passkeyOnly: true }))).toBe('PASSKEY_REQUIRED');
});

test('for a policy and a recorded payment the policy in force decides who gives one', async () => {
  const { id } = await hire(desk);
  const { rules, version } = await currentPolicy(desk.knex, simulatorDesk);
  const own = { kind: 'publishPolicy', baseVersion: version, rules } as const;
  const publish = { ...call(id, {}, 'policies.publish'), own };
  expect(await verifyByClass(simulatorDesk, publish)).toMatchObject({ kind: 'none' });
  await publishRules(simulatorDesk, { ...rules, secondFactor: 'always' });
  expect(await refusalOf(verifyByClass(simulatorDesk, publish))).toBe('SECOND_FACTOR_REQUIRED');
  expect(await verifyByClass(simulatorDesk, call(id, {}))).toMatchObject({ kind: 'none' });
});
