import { useGetManyAggregate } from 'react-admin';
import type { User } from '../providers/wire.ts';
import { Badge } from './Badge.tsx';
import { RowLink } from './RowLink.tsx';

/** A customer's name as a link; the names of a whole list are asked for in one call. */
export function UserLink({ id }: { id: string }) {
  const { data, isPending } = useGetManyAggregate<User>('users', { ids: [id] });
  const user = data?.find(Boolean);
  return (
    <RowLink resource="users" id={id} title={user ? `${user.username} (${user.externalId})` : id}>
      {user?.username ?? (isPending ? '…' : id.slice(0, 8))}
      {user?.isFrozen && <> <Badge color="danger">Frozen</Badge></>}
    </RowLink>
  );
}
