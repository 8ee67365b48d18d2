import { randomBytes } from 'node:crypto';
import { symmetricEncrypt } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { createEndpoint } from '../../src/webhooks/createEndpoint.ts';
import { actors } from '../support/testDesk.ts';
import { appCaller, call, httpDesk, procedures } from '../support/http.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { EVM_HASH, newWithdrawal } from '../support/money.ts';
import { enter, PASSWORD } from '../staff/staffDesk.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { sampleInput } from './sampleInput.ts';
import { signRows } from '../support/signRows.ts';

/*
 * Calls every mutation of every router as an admin with a second factor, with every field filled in: passwords,
 * proofs, and keys pasted into notes. None of these may be in the audit log, whatever the desk answers. New
 * mutations are found by themselves.
 */
const full = await fullDesk();
const { desk, app } = await httpDesk();
const { knex } = desk;

const PASTED_KEY = `pk_${randomBytes(32).toString('base64url')}`;
const NEW_PASSWORD = 'a secret canary of a password';
const recoveryCodes = Array.from({ length: 150 }, (_none, n) => `cana-${String(n).padStart(5, '0')}`);
let proofs = 0;
const nextProof = () => ({ kind: 'recoveryCode', code: recoveryCodes[(proofs += 1)] });

const admin = await enter(
  app,
  desk,
  (
    await createStaff(knex, desk.auth, {
      email: 'root@secrets.test',
      name: 'Root',
      role: 'admin',
      password: PASSWORD,
    })
  ).staff,
);
const { staff: other } = await createStaff(knex, desk.auth, {
  email: 'other@secrets.test',
  name: 'Other',
  role: 'viewer',
  password: PASSWORD,
});
const totpSecret = newId().replaceAll('-', '');
const key = (await desk.auth.$context).secretConfig;
await knex('staff_two_factors').insert({
  id: newId(),
  staff_id: admin.staff.id,
  verified: true,
  secret: await symmetricEncrypt({ key, data: totpSecret }),
  backup_codes: await symmetricEncrypt({ key, data: JSON.stringify(recoveryCodes) }),
});
await signRows(knex, 'two_factor');
await knex('staff').where({ id: admin.staff.id }).update({ two_factor_enabled: true });

const secrets = new Set([PASTED_KEY, NEW_PASSWORD, PASSWORD, totpSecret, ...recoveryCodes]);
const mutations = [...procedures].filter(([, { type }]) => type === 'mutation').map(([path]) => path);

const invite = (
  await admin.call('staff.invite', {
    email: 'guest@secrets.test',
    name: 'Guest',
    role: 'viewer',
    proof: nextProof(),
  })
).data as { id: string; link: string };
const apiKey = (
  await admin.call('apiKeys.create', { name: 'app', scopes: ['payments.read'], proof: nextProof() })
).data as {
  id: string;
  key: string;
};
secrets.add(apiKey.key).add(invite.link.split('/').at(-1) as string);
const { endpoint, secret } = await createEndpoint(desk, actors.service(), {
  url: 'https://shop.example.com/',
  description: '',
  eventTypes: null,
  after: 'now',
});
secrets.add(secret);
const minter = await appCaller(desk, ['users.token']);
const open = await Promise.all(
  Array.from({ length: 14 }, async () => (await newWithdrawal(full.desk, full.user.id, '10.00')).id),
);
const [suspense, currency] = [
  await knex('suspense_items').first<{ id: string }>('id'),
  await knex('currencies').where({ code: 'USDTBSC' }).first<{ id: string }>('id'),
];
const { rules } = await currentPolicy(knex, desk);

const IDS: Record<string, string> = {
  payments: full.payment.id,
  suspense: suspense.id,
  withdrawals: full.withdrawal.id,
  users: full.user.id,
  currencies: currency.id,
  apiKeys: apiKey.id,
  staff: other.id,
  webhookEndpoints: endpoint.id,
};
const WORDS: Record<string, unknown> = {
  url: 'https://shop.example.com/hook',
  eventTypes: null,
  userId: full.user.id,
  amountUsd: '12.00',
  currencyCode: 'USDTBSC',
  code: 'NEWCOIN',
  token: 'NEW',
  walletAddress: `0x${'52908400098527886E0F7030069857D2E4169EE7'}`,
  transactionHash: EVM_HASH,
  note: `as agreed, ${PASTED_KEY}`,
  reason: `because of ${PASTED_KEY}`,
  description: `paid with ${PASTED_KEY}`,
  email: 'new@secrets.test',
  name: 'New',
  username: 'new',
  externalId: 'new',
  role: 'viewer',
  password: NEW_PASSWORD,
  newPassword: NEW_PASSWORD,
  symbol: 'N',
  scopes: ['payments.read'],
  allowedAddresses: ['10.0.0.0/8'],
  chargeId: full.charge.id,
  rules,
  sessionId: newId(),
  paymentId: full.payment.id,
  cryptoAmount: '0.5',
  amount: '1.5',
  resource: 'payments',
  field: 'createdAt',
};

function known(name: string, path: string): unknown {
  if (name === 'proof') return nextProof();
  if (name === 'id' && !path.startsWith('withdrawals.'))
    return path.endsWith('Invite') ? invite.id : (IDS[path.split('.')[0] ?? ''] ?? newId());
  if (path.startsWith('withdrawals.') && (name === 'id' || name === 'ids'))
    return name === 'id' ? open.pop() : [open.pop()];
  if (name === 'ids') return [IDS[path.split('.')[0] ?? ''] ?? newId()];
  if (name === 'idempotencyKey') return newId();
  if (name === 'scopes' && path === 'users.token') return ['payments.read'];
  if (name === 'amountUsd' && path === 'suspense.credit') return '20.00';
  if (name.endsWith('Usd')) return '12.00';
  if (name.endsWith('Percent')) return '1.5';
  if (/At$|After$|Before$/.test(name)) return new Date(Date.now() + 86_400_000).toISOString();
  return WORDS[name];
}

/** The secrets that an answer shows once: keys, tokens, links, codes. */
function collect(value: unknown, name = ''): void {
  if (
    typeof value === 'string' &&
    /^(key|secret|token|link|password|recoveryCodes|challenge|totpURI)$/.test(name)
  )
    secrets.add(value.split('/').at(-1) as string);
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value)) collect(inner, Array.isArray(value) ? name : field);
}

// Those that replace the caller's second factors come last.
test.each(
  mutations.toSorted((a, b) => Number(a.startsWith('security.')) - Number(b.startsWith('security.'))),
)('%s is called with every field filled in', async (path) => {
  const input = sampleInput(path, procedures.get(path)?.inputs[0], known);
  await knex('staff_session_step_ups').update({ failures: 0, locked_until: null });
  // The only mutation that is for apps only.
  const caller = path === 'users.token' ? minter : admin.browser.caller;
  const answer = await call(app, caller, path, input);
  collect(answer.data);
  // A sample cannot contain a valid signature: it only gets past the schema.
  if (path === 'security.addPasskey')
    return expect(answer.error?.message).toBe('this is not an answer of a browser');
  // A refusal by a rule may leave an audit entry too. A refusal by the schema would show nothing.
  expect(
    [
      'INVALID_INPUT',
      'UNAUTHENTICATED',
      'PERMISSION_DENIED',
      'INTERNAL',
      'SECOND_FACTOR_INVALID',
      'SECOND_FACTOR_REQUIRED',
    ],
    `${path}: ${answer.error?.message}`,
  ).not.toContain(answer.error?.data.reason);
});

test('no password, key, token, code or link is in the audit log', async () => {
  for (const token of await knex('staff_sessions').pluck('token')) secrets.add(token);
  for (const hash of await knex('staff_accounts').pluck('password')) secrets.add(hash);
  const rows = (await knex('audit_log')).map((row) => JSON.stringify(row));
  expect(rows.length).toBeGreaterThan(40);
  const found = [...secrets].filter(
    (secret) => secret.length >= 8 && rows.some((row) => row.includes(secret)),
  );
  expect(found).toEqual([]);
  expect(rows.join('\n')).toContain('[redacted]');
  expect(new Set(await knex('audit_log').distinct('action').pluck('action')).size).toBeGreaterThan(25);
});
