import { useQueryClient } from '@tanstack/react-query';
import { createContext, useMemo } from 'react';
import { useGetMany } from 'react-admin';
import type { User } from '../providers/records.ts';

interface RowUsers {
  /** Of each user of a row: the user, undefined until known. */
  byId: ReadonlyMap<string, User | undefined>;
  isPending: boolean;
}

/** The customers whose names the rows of a list show; null outside of a list. */
export const UsersOfRows = createContext<RowUsers | null>(null);

/** The customers of rows, loaded by one query for all of them: one for each row costs more than the row itself. */
export function useUsersOfRows(rows: readonly unknown[]): RowUsers {
  const client = useQueryClient();
  const key = [...new Set(rows.map(userIdOf).filter((id) => id !== null))].toSorted().join(' ');
  const ids = useMemo(() => (key === '' ? [] : key.split(' ')), [key]);
  const { data, isPending } = useGetMany<User>('users', { ids }, { enabled: ids.length > 0 });
  return useMemo(() => {
    const loaded = new Map(data?.map((user) => [String(user.id), user]));
    // With a new row, all are asked for again: those that are known keep their names until the answer.
    const known = (id: string) => loaded.get(id) ?? client.getQueryData<User>(['users', 'getOne', { id }]);
    return { byId: new Map(ids.map((id) => [id, known(id)])), isPending };
  }, [ids, data, isPending, client]);
}

const userIdOf = (row: unknown): string | null => {
  const { userId } = row as { userId?: unknown };
  return typeof userId === 'string' ? userId : null;
};
