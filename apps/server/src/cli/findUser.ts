import { idSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { User } from '../models/User.ts';

/** The user with this id, or with this id in the app that it came from. Refuses with NOT_FOUND. */
export async function findUser(knex: Knex, id: string): Promise<User> {
  const user = await User.query(knex).findOne(idSchema.safeParse(id).success ? { id } : { externalId: id });
  if (user === undefined) throw new DomainError('NOT_FOUND', `there is no user ${id}`);
  return user;
}
