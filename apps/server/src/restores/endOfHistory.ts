import type { Knex } from 'knex';

/** When the last was written that the database has from before a time, by its own rows; null when it has none. */
export async function endOfHistory(db: Knex, before: Date): Promise<Date | null> {
  const { rows } = await db.raw<{ rows: { at: Date | null }[] }>(
    `select max(at) as at from (
       (select sealed_at as at from ledger_seals where sealed_at <= :before order by seq desc limit 1)
       union all (select created_at from events where created_at <= :before order by sequence desc limit 1)
       union all (select created_at from audit_log where created_at <= :before order by created_at desc limit 1)
     ) last`,
    { before },
  );
  return rows[0]?.at ?? null;
}
