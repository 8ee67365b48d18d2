import type { Knex } from 'knex';
import { asDomainError, mayRunAgain } from './refusal.ts';

const ATTEMPTS = 4;

/**
 * Runs a command in one database transaction: all of it or nothing. What PostgreSQL refuses, at a statement
 * or at the commit, is thrown as a `DomainError`. After a deadlock the work runs again, so it must have no
 * outside effect: what it adds to is made within it. Inside another transaction, which keeps its locks, that one runs
 * again; whoever catches errors of a savepoint lets those pass that `mayRunAgain` names.
 */
export async function transact<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await knex.transaction(work);
    } catch (error) {
      if (mayRunAgain(error) && knex.isTransaction === true) throw error;
      if (mayRunAgain(error) && attempt < ATTEMPTS) continue;
      throw asDomainError(error);
    }
  }
}
