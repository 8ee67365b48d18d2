import { COUNT_CAP } from '@paydesk/types';
import { expect, test } from 'vitest';
import { newId } from '../base/identifiers.ts';
import { Currency } from '../models/Currency.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { listRows } from './listRows.ts';

const { knex } = await testDatabase();

interface Statement {
  sql: string;
  bindings: unknown[];
}
const statements: Statement[] = [];
knex.on('query', (statement: Statement) => void statements.push(statement));

/** A statement with its values in it, so that it can be explained. */
const filledIn = ({ sql, bindings }: Statement) =>
  sql.replaceAll(/\$(\d+)/g, (_match, n: string) => `'${String(bindings[Number(n) - 1])}'`);

const listAudit = async () =>
  await listRows({
    knex,
    query: () => AuditEntry.query(knex).where({ action: 'test.counted' }),
    input: { perPage: 10 },
    sortColumns: { createdAt: { sql: 'created_at', type: 'timestamptz' } },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'id',
  });

test('a list counts up to its cap, and the database stops there', async () => {
  const rows = COUNT_CAP + 500;
  await knex.raw(
    `insert into audit_log (id, action, actor_kind, actor_name, subject_kind, created_at)
     select gen_random_uuid(), 'test.counted', 'system', 'test', 'currency', now() from generate_series(1, ?)`,
    [rows],
  );
  const page = await listAudit();
  expect(page).toMatchObject({ total: COUNT_CAP, totalIsEstimate: true });
  expect(page.rows).toHaveLength(10);
  const counting = statements.find(({ sql }) => sql.includes('count('));
  expect(counting).toBeDefined();
  if (counting === undefined) return;
  const { rows: plan } = await knex.raw<{ rows: { 'QUERY PLAN': string }[] }>(
    `explain (analyze, timing off) ${filledIn(counting)}`,
  );
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toMatch(new RegExp(`actual rows=${COUNT_CAP + 1}\\b`));
});

test('one row is asked for where one is used', async () => {
  statements.length = 0;
  await Currency.query(knex).findOne({ code: newId() });
  await Currency.query(knex).orderBy('code').first();
  expect(statements).toHaveLength(2);
  for (const { sql } of statements) expect(sql).toContain('limit');
});
