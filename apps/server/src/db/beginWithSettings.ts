import type pg from 'pg';

const BEGIN = /^\s*(?:begin|start\s+transaction)\b[^;]*(?=;?\s*$)/i;

/**
 * Behind a pooler in transaction mode each transaction may get another session of PostgreSQL, so settings belong to the
 * transaction: they are sent with its BEGIN, in the same message.
 * @param connection whose statements pass through the pooler
 * @param settings names of PostgreSQL with their values
 */
export function beginWithSettings(
  connection: pg.Client,
  settings: Readonly<Record<string, string | number>>,
): void {
  const added = Object.entries(settings)
    .map(([name, value]) => `; set local ${name} = ${value}`)
    .join('');
  const query = connection.query.bind(connection) as (...words: unknown[]) => unknown;
  const extended = (text: string) => text.replace(BEGIN, (begin) => `${begin}${added}`);
  Object.assign(connection, {
    query(statement: unknown, ...others: unknown[]) {
      if (typeof statement === 'string') return query(extended(statement), ...others);
      if (statement !== null && typeof statement === 'object' && 'text' in statement)
        return query({ ...statement, text: extended(String(statement.text)) }, ...others);
      return query(statement, ...others);
    },
  });
}
