import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { DomainError } from '../../src/base/domainError.ts';
import { transact } from '../../src/db/transact.ts';
import { syncCurrencies } from '../../src/currencies/syncCurrencies.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
// A sequence is not rolled back: it counts what was tried.
await knex.raw(`create table pairs (id int primary key, value int not null);
  create sequence tried;
  create function fail_until(times bigint, error_code text) returns void language plpgsql as $$
  begin
    if nextval('tried') <= times then raise exception 'as if' using errcode = error_code; end if;
  end $$;
  create function raise_refusal() returns void language plpgsql as $$
  begin
    perform raise_domain_error('USER_FROZEN', 'it stays');
  end $$`);

async function begin(): Promise<void> {
  await knex('pairs').delete();
  await knex('pairs').insert([
    { id: 1, value: 0 },
    { id: 2, value: 0 },
  ]);
  await knex.raw(`select setval('tried', 1, false)`);
}
const add = async (trx: Knex, id: number) => await trx('pairs').where({ id }).increment('value', 1);
const failUntil = async (trx: Knex, times: number, code = '40P01') =>
  await trx.raw('select fail_until(?, ?)', [times, code]);
const values = async () => await knex('pairs').orderBy('id').pluck<number[]>('value');

/** A moment that so many callers wait for. */
function meeting(callers: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return async () => {
    arrived += 1;
    if (arrived >= callers) resolve();
    await promise;
  };
}

test('of two that wait for each other both are done in the end, each once', async () => {
  await begin();
  const meet = meeting(2);
  let runs = 0;
  const both = async (first: number, second: number) =>
    await transact(knex, async (trx) => {
      runs += 1;
      await add(trx, first);
      await meet();
      await add(trx, second);
      return first;
    });
  expect(await Promise.all([both(1, 2), both(2, 1)])).toEqual([1, 2]);
  expect(await values()).toEqual([2, 2]);
  expect(runs).toBe(3);
});

test.each(['40P01', '40001'])('after %s all of it runs again, four times at most', async (code) => {
  await begin();
  const attempt = async (failures: number) =>
    await transact(knex, async (trx) => {
      await add(trx, 1);
      await failUntil(trx, failures, code);
    });
  await attempt(3);
  expect(await values()).toEqual([1, 0]);
  await knex.raw(`select setval('tried', 1, false)`);
  await expect(attempt(4)).rejects.toMatchObject({ code });
  expect(await values()).toEqual([1, 0]);
});

test('within another transaction that one runs again, with all that it had done', async () => {
  await begin();
  const runs = { outer: 0, inner: 0 };
  await transact(knex, async (trx) => {
    runs.outer += 1;
    await add(trx, 1);
    await transact(trx, async (inner) => {
      runs.inner += 1;
      await add(inner, 2);
      await failUntil(inner, 2);
    });
  });
  expect(runs).toEqual({ outer: 3, inner: 3 });
  expect(await values()).toEqual([1, 1]);
});

test('what is refused within another transaction undoes the inner one alone, and does not run again', async () => {
  await begin();
  let runs = 0;
  await transact(knex, async (trx) => {
    await add(trx, 1);
    const refused = transact(trx, async (inner) => {
      runs += 1;
      await add(inner, 2);
      await inner.raw('select raise_refusal()');
    });
    await expect(refused).rejects.toBeInstanceOf(DomainError);
    await add(trx, 1);
  });
  expect(runs).toBe(1);
  expect(await values()).toEqual([2, 0]);
});

test('what is refused at the commit is refused with its reason', async () => {
  await begin();
  await knex.raw(`create function refuse_pair() returns trigger language plpgsql as $$
    begin perform raise_domain_error('USER_FROZEN', 'it stays'); return null; end $$;
    create constraint trigger late after update on pairs deferrable initially deferred
      for each row execute function refuse_pair()`);
  let runs = 0;
  const refused = transact(knex, async (trx) => {
    runs += 1;
    await add(trx, 1);
  });
  await expect(refused).rejects.toMatchObject({ reason: 'USER_FROZEN' });
  expect(runs).toBe(1);
  await knex.raw('drop trigger late on pairs');
});

test('a deadlock in a row of the provider’s currencies takes the list again, and skips none', async () => {
  await knex.raw(`select setval('tried', 1, false);
    create function fail_first() returns trigger language plpgsql as $$
    begin perform fail_until(2, '40P01'); return new; end $$;
    create trigger fail_first before update on currencies for each row execute function fail_first()`);
  await knex.raw(`alter table currencies disable trigger fail_first`);
  const changed = ['BTC', 'ETH', 'LTC'];
  await knex('currencies').whereIn('code', changed).update({ is_available: false });
  const { n } = (await knex('currencies').count<{ n: string }[]>('* as n').first()) as { n: string };
  await knex.raw(`alter table currencies enable trigger fail_first`);
  const result = await syncCurrencies(desk, actors.system, {});
  expect(result.skipped).toEqual([]);
  expect(result.updated.toSorted()).toEqual(changed);
  expect(result.unchanged + result.updated.length).toBe(Number(n));
  expect(
    await knex('audit_log').where({ action: 'currencies.sync' }).orderBy('created_at', 'desc').first(),
  ).toMatchObject({
    after: { updated: result.updated },
  });
  await knex.raw('drop trigger fail_first on currencies');
});
