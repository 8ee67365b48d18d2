import type { Knex } from 'knex';
import { SavedView } from '../models/SavedView.ts';
import type { User } from '../models/User.ts';

/** A shorter beginning of a name says nothing about a person. */
const MIN_LENGTH = 3;

/**
 * Deletes the saved views, of whomever, that are about a user who is being anonymised: whose search has the beginning
 * of a word of the name, of the e-mail address or of the external id, as the search finds people; and whose own name
 * has one of the three in it. Without its search a view would show everybody's rows under the same name, so it is not
 * kept.
 */
export async function deleteViewsOfUser(
  trx: Knex,
  { username, email, externalId }: Pick<User, 'username' | 'email' | 'externalId'>,
): Promise<void> {
  const full = [username, email ?? '', externalId].map(normal).filter((text) => text.length >= MIN_LENGTH);
  const words = full.flatMap((text) => [text, ...text.split(' ')]);
  const isSearched = (search: string) =>
    [search, ...search.split(' ')]
      .filter((given) => given.length >= MIN_LENGTH)
      .some((given) => words.some((word) => word.startsWith(given)));
  const views = await SavedView.query(trx).select('id', 'name', 'query');
  const ids = views
    .filter(
      ({ name, query }) =>
        isSearched(normal(query.filter['q'])) || full.some((text) => normal(name).includes(text)),
    )
    .map(({ id }) => id);
  if (ids.length > 0) await SavedView.query(trx).whereIn('id', ids).delete();
}

const normal = (text: unknown): string =>
  typeof text === 'string' ? text.trim().toLowerCase().replaceAll(/\s+/g, ' ') : '';
