import type { Knex } from 'knex';
import { readObstacles } from './readObstacles.ts';

/** The obstacles as the section of docs/scale.md. */
export async function presentObstacles(knex: Knex): Promise<string> {
  const { tables, uniqueIndexes, foreignKeys, triggers } = await readObstacles(knex);
  const code = (text: string) => `\`${text}\``;
  return [
    `Tables of users: ${tables.map(code).join(', ')}.`,
    '**Unique indexes without the user**',
    table(
      ['table', 'index', 'columns'],
      uniqueIndexes.map((row) => [code(row.table), code(row.index), code(row.columns)]),
    ),
    '**Foreign keys without the user**',
    table(
      ['table', 'columns', 'to', 'then'],
      foreignKeys.map(({ table: from, columns, target, isDistributed }) => [
        code(from),
        code(columns),
        code(target),
        isDistributed ? 'with the user in both' : 'a reference table, copied to every node',
      ]),
    ),
    '**Triggers that use what is not of one user**',
    table(
      ['table', 'trigger', 'uses'],
      triggers.map((row) => [code(row.table), code(row.trigger), row.uses]),
    ),
  ].join('\n\n');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
