import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isPaydeskError, type PaydeskClient, type PaydeskEvent, type PaymentStatus } from './index.ts';

const client = resolve(import.meta.dirname, '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** Never called: the compiler knows the details of a reason. */
export function minimumOf(failure: unknown): string | undefined {
  if (!isPaydeskError(failure)) return undefined;
  // @ts-expect-error without a reason nothing is known of them
  void (failure.details['minimumUsd'] satisfies string | undefined);
  if (!isPaydeskError(failure, 'AMOUNT_TOO_SMALL')) return undefined;
  // @ts-expect-error amounts are strings
  void (failure.details.minimumUsd satisfies number | undefined);
  return failure.details.minimumUsd;
}

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
  // @ts-expect-error only staff approve
  await desk.withdrawals.approve.mutate({ id: '' });
  // @ts-expect-error only staff have a second factor
  await desk.withdrawals.cancel.mutate({ id: '', proof: { kind: 'totp', code: '123456' } });
  // @ts-expect-error one row has no pages
  desk.system.iterate({});
}

/** Never called: the compiler must accept it. */
export async function accesses(desk: PaydeskClient): Promise<number> {
  await desk.users.token.mutate({ userId: '', ttlSeconds: 60, scopes: ['balances.read'] });
  for await (const payment of desk.payments.iterate({ filter: { status: 'completed' } }))
    payment.status satisfies PaymentStatus;
  await desk.system.session.query();
  return (await desk.users.revokeTokens.mutate({ userId: '' })).revoked;
}

/** Never called: the type of an event narrows its data. */
export function narrowed(event: PaydeskEvent): string {
  if (event.type === 'payment.credited') return event.data?.creditedAmountUsd ?? '';
  if (event.type === 'withdrawal.completed') return event.data?.internalWithdrawalId ?? '';
  // @ts-expect-error without a type it may be any resource
  return event.data?.creditedAmountUsd as string;
}

test('the client, its examples and its deliberate mistakes pass the compiler', () => {
  expect(() =>
    execFileSync(process.execPath, [tsc, '--noEmit', '-p', client], { stdio: 'pipe', encoding: 'utf8' }),
  ).not.toThrow();
});

test('no file of the server, and none of tRPC’s server, reaches the compiler through the declarations', () => {
  const program = execFileSync(
    process.execPath,
    [tsc, '--listFilesOnly', '-p', join(client, 'tsconfig.src.json')],
    {
      encoding: 'utf8',
    },
  );
  expect(program).toContain(join(client, 'src/generated/procedures.ts'));
  expect(program).not.toContain('/apps/server/');
});
