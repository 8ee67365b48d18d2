import type { Knex } from 'knex';
import type { Books } from './books.ts';

/**
 * Invariant 1, checked by attacks on one of the rows: an entry can neither be changed nor deleted, and the
 * ledger cannot be truncated.
 */
export async function checkPermanence(knex: Knex, { transactions }: Books): Promise<string[]> {
  const id = transactions[0]?.id;
  if (id === undefined) return [];
  const attacks: [string, string[]][] = [
    ['update transactions set amount_usd = amount_usd + 1 where id = ?', [id]],
    ['delete from transactions where id = ?', [id]],
    ['truncate transactions cascade', []],
  ];
  const problems: string[] = [];
  for (const [attack, bindings] of attacks) {
    const trx = await knex.transaction();
    try {
      await trx.raw(attack, bindings);
      problems.push(`"${attack}" was not refused`);
    } catch {
      // Refused, as it must be.
    } finally {
      await trx.rollback();
    }
  }
  return problems;
}
