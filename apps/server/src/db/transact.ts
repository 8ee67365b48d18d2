import type { Knex } from 'knex';
import { asDomainError, postgresErrorOf } from './refusal.ts';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const ATTEMPTS = 4;

/**
 * Runs a command in one database transaction: all of it or nothing. What PostgreSQL refuses, at a statement
 * or at the commit, is thrown as a `DomainError`. After a deadlock the work runs again, so it must have no
 * outside effect. Inside another transaction, which keeps its locks, that one runs again.
 */
export async function transact<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await knex.transaction(work);
    } catch (error) {
      const code = postgresErrorOf(error)?.code;
      const mayRetry = code === DEADLOCK_DETECTED || code === SERIALIZATION_FAILURE;
      if (mayRetry && knex.isTransaction === true) throw error;
      if (mayRetry && attempt < ATTEMPTS) continue;
      throw asDomainError(error);
    }
  }
}
