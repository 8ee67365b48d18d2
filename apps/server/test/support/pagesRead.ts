import type { Knex } from 'knex';

interface Plan {
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
}

/** The most pages that one statement of some work reads. */
export async function pagesRead(knex: Knex, work: () => Promise<unknown>): Promise<number> {
  const sent: { sql: string; bindings: Knex.RawBinding[] }[] = [];
  const note = (query: (typeof sent)[number]) => sent.push(query);
  knex.on('query', note);
  await work();
  knex.removeListener('query', note);
  let most = 0;
  for (const { sql, bindings } of sent) {
    const statement = `explain (analyze, buffers, format json) ${sql.replaceAll(/\$\d+/g, '?')}`;
    const { rows } = await knex.raw<{ rows: { 'QUERY PLAN': { Plan: Plan }[] }[] }>(statement, bindings);
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    most = Math.max(most, (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0));
  }
  return most;
}
