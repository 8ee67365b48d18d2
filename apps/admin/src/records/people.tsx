import FrozenIcon from '@mui/icons-material/AcUnit';
import { useContext } from 'react';
import { useGetManyAggregate } from 'react-admin';
import { RowLink } from '../fields/links.tsx';
import { UsersOfRows } from '../lists/usersOfRows.ts';
import type { Actor, User } from '../providers/records.ts';
import { t } from '../texts/t.ts';

interface UserLinkProps {
  id: string;
  full?: boolean;
}

/**
 * A customer's name as a link, cut to fit a column unless all of it is wanted; the names of a whole list are loaded
 * in one call.
 */
export function UserLink(props: UserLinkProps) {
  const users = useContext(UsersOfRows);
  if (users?.byId.has(props.id) !== true) return <LoadedName {...props} />;
  return <Name {...props} user={users.byId.get(props.id)} isPending={users.isPending} />;
}

/** Where no list has loaded it. */
function LoadedName(props: UserLinkProps) {
  const { data, isPending } = useGetManyAggregate<User>('users', { ids: [props.id] });
  return <Name {...props} user={data?.find(Boolean)} isPending={isPending} />;
}

interface NameProps extends UserLinkProps {
  user: User | undefined;
  isPending: boolean;
}

const Name = ({ id, full = false, user, isPending }: NameProps) => (
  <span className={`side-by-side user-name${full ? ' wraps' : ''}${isPending ? ' is-pending' : ''}`}>
    <RowLink resource="users" id={id} title={user ? `${user.username} (${user.externalId})` : id} wrap={full}>
      {user?.username ?? (isPending ? '…' : id.slice(0, 8))}
    </RowLink>
    {user?.isFrozen && <FrozenIcon color="info" titleAccess={t('Frozen')} sx={{ fontSize: '1rem' }} />}
  </span>
);

const KINDS: Record<Actor['kind'], string> = {
  staff: t('staff'),
  service: t('app'),
  user: t('customer'),
  system: t('desk'),
};

/** Who did something, by name and kind. */
export function ActorText({ actor }: { actor: Actor }) {
  const name = actor.name ?? actor.id;
  return (
    <span title={actor.id ?? undefined}>
      {name === null ? (
        t('The desk itself')
      ) : (
        <>
          <bdi>{name}</bdi> ({KINDS[actor.kind]})
        </>
      )}
    </span>
  );
}
