import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { PaydeskClient } from './index.ts';

const client = resolve(import.meta.dirname, '..');
const server = resolve(client, '../../apps/server');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

beforeAll(() => {
  execFileSync(process.execPath, [join(server, 'scripts/emitDeclarations.ts')], { stdio: 'pipe' });
});

/** Never called: the compiler must reject every one of these mistakes. */
export async function mistakes(desk: PaydeskClient): Promise<void> {
  // @ts-expect-error no such procedure
  await desk.payments.creat.mutate({});
  // @ts-expect-error a mutation is not a query
  await desk.payments.create.query({ userId: '', amountUsd: '1.00', currencyCode: 'BTC' });
  // @ts-expect-error amounts are strings, never numbers
  await desk.transactions.charge.mutate({ userId: '', amountUsd: 5 });
  // @ts-expect-error not a status
  await desk.payments.list.query({ filter: { status: 'finished' } });
  // @ts-expect-error a user token cannot have scopes that only apps may have
  await desk.users.token.mutate({ userId: '', scopes: ['transactions.charge'] });
  // @ts-expect-error no such field in the answer
  void (await desk.users.get.query({ id: '' })).emailAddress;
}

/** Never called: the compiler must accept it. */
export async function accesses(desk: PaydeskClient): Promise<number> {
  await desk.users.token.mutate({ userId: '', ttlSeconds: 60, scopes: ['balances.read'] });
  return (await desk.users.revokeTokens.mutate({ userId: '' })).revoked;
}

test('the client, its README example and its deliberate mistakes pass the compiler', () => {
  expect(() =>
    execFileSync(process.execPath, [tsc, '--noEmit', '-p', client], { stdio: 'pipe', encoding: 'utf8' }),
  ).not.toThrow();
});

test('no file of the database, the web server or sign-in reaches the compiler of a client', () => {
  const files = execFileSync(process.execPath, [tsc, '--listFilesOnly', '-p', client], { encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(files.filter((file) => file.includes('/apps/server/'))).toContain(
    join(server, 'dist/types/src/http/router.d.ts'),
  );
  expect(
    files.filter((file) =>
      /\/node_modules\/(\.pnpm\/)?(knex|objection|pg|pg-boss|fastify|better-auth|pino)[@/]/.test(file),
    ),
  ).toEqual([]);
  expect(files.filter((file) => file.includes('/apps/server/src/'))).toEqual([]);
});

test('importing the server at run time fails', async () => {
  // Built at run time, so that no tool resolves it earlier.
  const name = ['@paydesk/server', 'router'].join('/');
  const attempt = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', `await import(${JSON.stringify(name)})`], {
      cwd: client,
      stdio: 'pipe',
      encoding: 'utf8',
    });
  expect(attempt).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
});

test('the code in the README is the example that is compiled', () => {
  const readme = readFileSync(join(client, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  expect(blocks).toEqual([readFileSync(join(client, 'examples/firstCalls.ts'), 'utf8')]);
});
