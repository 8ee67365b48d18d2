import { pino } from 'pino';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { createApp } from '../../src/http/createApp.ts';
import { appCaller, call, staffCaller } from '../support/http.ts';
import { testDesk, testSettings } from '../support/testDesk.ts';

const lines: string[] = [];
const desk = {
  ...(await testDesk({ settings: testSettings({ PUBLIC_URL }) })),
  log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
};
const app = await createApp(desk);
afterAll(async () => await app.close());
beforeEach(() => void lines.splice(0));

const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

test('a refused caller is in the log: procedure, caller, address, reason', async () => {
  const shop = await appCaller(desk, ['users.read']);
  await call(app, shop, 'users.upsert', { externalId: 'x', username: 'x' });
  await call(app, {}, 'users.list');
  await call(app, await staffCaller(desk, 'viewer'), 'apiKeys.revoke', {
    id: '019c0000-0000-7000-8000-000000000000',
  });
  expect(logged().filter(({ msg }) => msg === 'a caller was refused')).toMatchObject([
    {
      path: 'users.upsert',
      reason: 'PERMISSION_DENIED',
      actor: expect.stringMatching(/^service [0-9a-f-]{36}$/),
      ip: expect.stringMatching(/^10\.1\./),
      requestId: expect.any(String),
      level: 40,
    },
    { path: 'users.list', reason: 'UNAUTHENTICATED', actor: 'anonymous' },
    { path: 'apiKeys.revoke', reason: 'PERMISSION_DENIED', actor: expect.stringMatching(/^staff /) },
  ]);
});

test('each attempt to sign in is in the log, without the e-mail address and the password', async () => {
  const typed = { email: 'my-password-in-the-wrong-field@desk.test', password: 'hunter2 hunter2 hunter2' };
  await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { origin: PUBLIC_URL },
    payload: typed,
    remoteAddress: '203.0.113.20',
  });
  expect(logged()).toContainEqual(
    expect.objectContaining({
      msg: 'staff authentication was refused',
      path: '/api/auth/sign-in/email',
      status: 401,
      ip: '203.0.113.20',
    }),
  );
  for (const text of [typed.email, typed.password]) expect(lines.join('\n')).not.toContain(text);
});

test('no key or token is logged, valid or not, and a newline in a header forges no line', async () => {
  const shop = await appCaller(desk, ['users.read']);
  const bad = `Bearer pk_${'z'.repeat(43)}`;
  await call(app, shop, 'users.upsert', { externalId: 'x', username: 'x' });
  await call(app, { authorization: bad }, 'users.list');
  await app.inject({
    url: `/trpc/${encodeURIComponent('users.list\n{"level":60,"msg":"forged"}')}`,
    headers: { authorization: bad },
  });
  const text = lines.join('');
  for (const secret of [String(shop['authorization']).slice(10), 'zzzzzzzz'])
    expect(text).not.toContain(secret);
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  expect(logged().filter(({ msg }) => msg === 'forged')).toEqual([]);
});
