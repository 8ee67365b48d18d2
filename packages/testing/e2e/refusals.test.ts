import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstLineOf, leftovers, root, start, temporaryFolder } from './support/project.ts';

const holding = 'e2e/projects/holdSandbox.mjs';

describe('a sandbox does not start', () => {
  test.each([
    ['without a checkout', { PAYDESK_HOME: '' }, /PaydeskNotFound.*Where is Paydesk\? Set PAYDESK_HOME/],
    ['from a folder that is none', { PAYDESK_HOME: '/etc' }, /\/etc is no Paydesk checkout/],
    ['in production', { NODE_ENV: 'production' }, /NODE_ENV is “production”/],
    ['beside a real provider', { NOWPAYMENTS_API_KEY: 'ABCD' }, /NOWPAYMENTS_API_KEY is set/],
  ])('%s', async (_where, env, message) => {
    const { code, output } = await start(holding, { env }).finished;
    expect(output).toMatch(message);
    expect(code).toBe(1);
  });
});

test('a running sandbox is controlled with its token only, and ends without a trace when it is killed', async () => {
  const folder = temporaryFolder();
  const program = resolve(root, 'apps/desk/src/sandboxProcess.ts');
  const cache = resolve(import.meta.dirname, '../node_modules/.cache/paydesk');
  const child = spawn(process.execPath, [program, '--json'], {
    env: { ...process.env, NODE_ENV: 'test', TMPDIR: folder, PAYDESK_CACHE_DIR: cache },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8');
  const { url, control } = JSON.parse(await firstLineOf(child)) as { url: string; control: string };

  const { origin } = new URL(control);
  const call = async (token: string) =>
    await fetch(`${origin}/clock.now`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  expect((await call('sbx_guessed')).status).toBe(401);
  expect((await call(new URL(control).searchParams.get('token') ?? '')).status).toBe(200);

  const user = start(holding, { env: { PAYDESK_SANDBOX: control, PAYDESK_HOME: '' } });
  expect(JSON.parse(await firstLineOf(user))).toEqual({ url });
  user.kill('SIGKILL');
  await user.finished;
  expect((await fetch(`${url}/health/live`)).status).toBe(200);

  child.kill('SIGKILL');
  expect(await leftovers(folder)).toEqual([]);
});
