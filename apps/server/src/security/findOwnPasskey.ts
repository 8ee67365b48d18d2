import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';

/**
 * One passkey of this person that was not removed, locked where there is a transaction. Refuses with
 * NOT_FOUND.
 */
export async function findOwnPasskey(db: Knex, staffId: string, id: string): Promise<StaffPasskey> {
  const passkey = await StaffPasskey.query(db).findOne({ id, staffId }).whereNull('removedAt').forUpdate();
  if (passkey === undefined) throw new DomainError('NOT_FOUND', 'you have no such passkey');
  return passkey;
}
