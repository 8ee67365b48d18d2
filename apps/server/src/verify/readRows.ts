import type { Knex } from 'knex';

/** Rows that are fetched at once. */
const BATCH_SIZE = 5000;

let cursors = 0;

/**
 * The rows of a query, a batch at a time, so that memory does not grow with the database. While one batch is
 * worked on, PostgreSQL prepares the next. Each row is an array of the selected columns.
 */
export async function* readRows<Row extends readonly unknown[]>(
  trx: Knex.Transaction,
  query: string,
  bindings: Record<string, string | null> = {},
  batchSize = BATCH_SIZE,
): AsyncGenerator<readonly Row[]> {
  cursors += 1;
  const cursor = `verify_${cursors}`;
  await trx.raw(`declare ${cursor} no scroll cursor for ${query}`, bindings);
  const fetch = async (): Promise<readonly Row[]> => {
    const { rows } = (await trx
      .raw(`fetch ${batchSize} from ${cursor}`)
      .options({ rowMode: 'array' })) as unknown as { rows: Row[] };
    return rows;
  };
  let next = fetch();
  for (;;) {
    const rows = await next;
    const isLast = rows.length < batchSize;
    if (!isLast) {
      next = fetch();
      // Awaited with the next batch: an error is thrown there.
      next.catch(() => undefined);
    }
    if (rows.length > 0) yield rows;
    if (isLast) break;
  }
  await trx.raw(`close ${cursor}`);
}
