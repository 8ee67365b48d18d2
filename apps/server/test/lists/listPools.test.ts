import { ROLE_PERMISSIONS } from '@paydesk/types';
import type { Knex } from 'knex';
import { afterAll, expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { governance } from '../../src/http/governance.ts';
import { appRouter } from '../../src/http/router.ts';
import { isLongRead } from '../../src/trpc/longReads.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { procedures } from '../support/http.ts';
import { longReadCalls } from '../support/longReadCalls.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { desk, user, payment } = await fullDesk();
const { url } = await testDatabase();
/** The pool of the lists, and the one of everything else. Nothing else uses them. */
const reads = connectDatabase(url, { applicationName: 'reads' });
const other = connectDatabase(url, { applicationName: 'other' });
afterAll(async () => void (await Promise.all([reads.destroy(), other.destroy()])));

const caller = appRouter.createCaller({
  principal: {
    kind: 'staff',
    id: newId(),
    name: 'Ada',
    email: 'ada@desk.test',
    role: 'admin',
    twoFactorEnabled: true,
    sessionId: newId(),
    permissions: new Set(ROLE_PERMISSIONS.admin),
  },
  app: createAppContext(desk.settings, other, desk.log, { ...desk, knex: other, reads }),
  governance,
  origin: { ipAddress: '127.0.0.1', requestId: 'a request', userAgent: null },
  call: { idempotencyKey: null, count: 1, replayed: new Set() },
  inputOf: () => undefined,
}) as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;

/** The statements that some work sends through a pool. */
async function sentBy(work: () => Promise<unknown>) {
  const sent = { reads: [] as string[], other: [] as string[] };
  const noting = (into: string[]) => (statement: { sql: string }) => void into.push(statement.sql);
  const listeners: [Knex, (statement: { sql: string }) => void][] = [
    [reads, noting(sent.reads)],
    [other, noting(sent.other)],
  ];
  for (const [pool, note] of listeners) pool.on('query', note);
  try {
    await work();
  } finally {
    for (const [pool, note] of listeners) pool.removeListener('query', note);
  }
  return sent;
}

const calls = longReadCalls({ userId: user.id, paymentId: payment.id });

test.each(calls)('all statements of $path go through the pool of the lists', async ({ path, input }) => {
  const [group = '', name = ''] = path.split('.');
  const sent = await sentBy(async () => await caller[group]?.[name]?.(input));
  expect(sent.other).toEqual([]);
  expect(sent.reads).not.toEqual([]);
});

test('of all other procedures, none is a long read', () => {
  const paths = calls.map(({ path }) => path);
  const others = [...procedures.keys()].filter((path) => !paths.includes(path));
  expect(others.filter(isLongRead)).toEqual([]);
  expect(paths.filter((path) => procedures.get(path)?.type !== 'query')).toEqual([]);
});
