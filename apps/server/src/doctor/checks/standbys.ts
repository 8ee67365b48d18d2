import type { Knex } from 'knex';
import { type ReadStandbys, readStandbys } from '../../db/readStandbys.ts';
import { type Check, databaseCheck, notice, ok, warning } from '../check.ts';

/** The standbys that lists are read from. */
export const standbyChecks: readonly Check[] = [
  databaseCheck(
    {
      name: 'read-standbys',
      title: 'Lists can be read from every standby',
      advice: 'Look at the server that is named: lists are read from the primary instead.',
      link: 'docs/operate/read-standbys.md',
    },
    async (knex, { settings: { readDatabase, directDatabaseUrl } }) => {
      if (readDatabase.url === null) return ok('READ_DATABASE_URL names none.');
      const standbys = readStandbys({
        url: readDatabase.url,
        primary: knex,
        log: null,
        applicationName: 'paydesk doctor',
        poolMax: 1,
        pooled: directDatabaseUrl !== null,
        maxLagMs: readDatabase.maxLagMs,
      });
      try {
        await standbys.check();
        const unused = standbys.states.filter(({ isUsed }) => !isUsed);
        if (unused.length > 0)
          return warning(unused.map(({ name, problem }) => `${name}: ${problem ?? 'unknown'}.`).join(' '));
        return (await breaksOffExports(standbys))
          ? notice('hot_standby_feedback is off: long exports may be broken off.')
          : ok('They show what the primary shows.');
      } finally {
        await standbys.close();
      }
    },
  ),
];

/** Rows that a long read still needs are removed on the primary, and the standby ends the read. */
async function breaksOffExports({ pools }: ReadStandbys): Promise<boolean> {
  const settings = await Promise.all(
    pools.map(async (pool: Knex) => {
      const { rows } = await pool.raw<{ rows: { feedback: string }[] }>(
        `select current_setting('hot_standby_feedback') as feedback`,
      );
      return rows[0]?.feedback;
    }),
  );
  return settings.some((feedback) => feedback !== 'on');
}
