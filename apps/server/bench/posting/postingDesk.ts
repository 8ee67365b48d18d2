import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Knex } from 'knex';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { newId } from '../../src/base/identifiers.ts';
import { createApp } from '../../src/http/createApp.ts';
import { postBatch } from '../../src/postings/postBatch.ts';
import { watchCredentials } from '../../src/signIn/watchCredentials.ts';
import { benchActor, openBenchDesk, type BenchDesk } from '../desk/benchDesk.ts';
import type { CallersReport, CallersTask } from './callers.ts';

const API_KEYS = 32;

export interface PostingDesk {
  desk: BenchDesk;
  /** The user of the nth charge, out of so many different ones. */
  userOf(n: number, users: number): string;
  /** Charges over HTTP, from another process. Returns the seconds. */
  callHttp(task: { callers: number; charges: number; users: number }): Promise<number>;
  close(): Promise<void>;
}

/** A desk with users who have money, its HTTP server as `main.ts` starts it, and a process that calls it. */
export async function openPostingDesk(users: number): Promise<PostingDesk> {
  const desk = await openBenchDesk({ users: 0 });
  const { ctx, knex } = desk;
  const userIds = await seedUsers(knex, users);
  const credentials = watchCredentials(knex, ctx.credentials, ctx.log);
  const app = await createApp(ctx);
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  const apiKeys = await createKeys(knex);
  const child = fork(new URL('callers.ts', import.meta.url), { stdio: 'inherit', execArgv: [] });
  const userOf = (n: number, of: number) => userIds[(n * 7919) % of] ?? '';

  return {
    desk,
    userOf,
    async callHttp({ callers, charges, users: of }) {
      const charged = Array.from({ length: charges }, (_, n) => userOf(n, of));
      child.send({ base, callers, apiKeys, userIds: charged } satisfies CallersTask);
      const [{ seconds, failed }] = (await once(child, 'message')) as [CallersReport];
      if (failed > 0) throw new Error(`${failed} of ${charges} calls failed`);
      return seconds;
    },
    async close() {
      child.kill();
      await app.close();
      await credentials.stop();
      await desk.close();
    },
  };
}

async function seedUsers(knex: Knex, users: number): Promise<string[]> {
  await knex.raw(
    `insert into users (id, external_id, username) select uuidv7(), 'bench-' || n, 'bench ' || n from generate_series(1, ?) n`,
    [users],
  );
  await knex.raw(
    'create table bench_users as select row_number() over (order by id) as n, id from users; alter table bench_users add primary key (n)',
  );
  const ids: string[] = await knex('bench_users').orderBy('n').pluck('id');
  for (let from = 0; from < ids.length; from += 500)
    await postBatch(
      knex,
      ids.slice(from, from + 500).map((userId) => ({
        id: newId(),
        userId,
        transactionType: 'bonus',
        amountUsd: '10000.00',
        actor: benchActor,
        at: new Date(),
      })),
      { mayWait: true },
    );
  await knex.raw('analyze');
  return ids;
}

async function createKeys(knex: Knex): Promise<string[]> {
  const keys: string[] = [];
  for (let n = 0; n < API_KEYS; n += 1) {
    const name = `bench ${n}`;
    const { key } = await insertApiKey(knex, {
      name,
      scopes: ['transactions.charge'],
      createdByStaffId: null,
    });
    keys.push(key);
  }
  return keys;
}
