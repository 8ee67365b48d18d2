import type { Knex } from 'knex';
import { afterAll, expect, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { fundedUser } from '../support/money.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { offerCurrencies, testDesk } from '../support/testDesk.ts';
import { requestWithdrawal, hours, publishRules, outcomeOf, rules } from './policyDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const { knex, url } = await testDatabase();
const MINUTE = 1 / 60;
const servers: Knex[] = [];
afterAll(async () => void (await Promise.all(servers.map(async (server) => await server.destroy()))));

/** A server whose process and database are in this time zone. */
async function serverIn(zone: string) {
  process.env['TZ'] = zone;
  await knex.raw(`alter database ${new URL(url).pathname.slice(1)} set timezone to '${zone}'`);
  const ownKnex = connectDatabase(url, { poolMax: 2 });
  servers.push(ownKnex);
  const { rows } = await ownKnex.raw<{ rows: { zone: string }[] }>(
    `select current_setting('timezone') as zone`,
  );
  expect([rows[0]?.zone, new Intl.DateTimeFormat().resolvedOptions().timeZone]).toEqual([zone, zone]);
  return { ...desk, knex: ownKnex };
}

// An ordinary midnight, those before and after a clock change, and a day that was skipped.
test.each([
  ['Australia/Adelaide', '2026-05-04T14:30:00Z'],
  ['Europe/Berlin', '2026-03-28T23:00:00Z'],
  ['Europe/Berlin', '2026-10-25T23:00:00Z'],
  ['America/New_York', '2026-03-08T05:00:00Z'],
  ['Pacific/Kiritimati', '2026-05-04T10:00:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
] as const)(
  'on a server in %s midnight does not reset a limit, and windows keep their length',
  async (zone, midnight) => {
    const server = await serverIn(zone);
    await publishRules(server, rules({ perUser: { dayUsd: '500.00', weekUsd: '900.00' } }));
    const { id: userId } = await fundedUser(desk, '10000.00');
    const first = hours(new Date(midnight), -MINUTE);
    const outcome = async (amountUsd: string, after: number) =>
      await outcomeOf(requestWithdrawal(server, { userId, amountUsd, at: hours(first, after) }));
    expect(await outcome('500.00', 0)).toBe('requested');
    for (const after of [2 * MINUTE, 12, 24 - MINUTE])
      expect(await outcome('10.00', after), `${after} h later`).toBe('perUser.dayUsd');
    expect(await outcome('400.00', 24)).toBe('requested');
    for (const after of [48, 72, 7 * 24 - MINUTE])
      expect(await outcome('10.00', after), `${after} h later`).toBe('perUser.weekUsd');
    expect(await outcome('500.00', 7 * 24)).toBe('requested');
  },
);
