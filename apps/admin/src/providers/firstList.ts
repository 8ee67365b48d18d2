import { dataProvider } from './dataProvider.ts';
import { answeredList, knownSession, NEWEST } from './earlyAnswers.ts';
import { queryClient } from './queryClient.ts';
import { rememberSession } from './session.ts';

/**
 * Gives what was asked early to the queries that will ask for it, so that the first render has it: who is signed in, the
 * rows of the list and the names in them. Under these keys react-admin keeps lists and records.
 */
export async function readFirstList(): Promise<void> {
  const [list, session] = [await answeredList(), knownSession()];
  if (session) rememberSession(session);
  if (list === null || session === null) return;
  const { resource, userIds: ids } = list;
  const { page, perPage, sort, filter } = NEWEST;
  const query = { pagination: { page, perPage }, sort, filter, meta: {} };
  await Promise.all([
    queryClient.prefetchQuery({
      queryKey: [resource, 'getList', query],
      queryFn: async ({ signal }) => await dataProvider.getList(resource, { ...query, signal }),
    }),
    ids.length > 0 &&
      queryClient.prefetchQuery({
        queryKey: ['users', 'getMany', { ids }],
        queryFn: async ({ signal }) => (await dataProvider.getMany('users', { ids, signal })).data,
      }),
  ]);
}
