import FrozenIcon from '@mui/icons-material/AcUnit';
import { Box } from '@mui/material';
import { useGetManyAggregate } from 'react-admin';
import { RowLink } from '../fields/links.tsx';
import type { Actor, User } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/**
 * A customer's name as a link, cut to fit a column unless all of it is wanted; the names of a whole list are loaded
 * in one call.
 */
export function UserLink({ id, full = false }: { id: string; full?: boolean }) {
  const { data, isPending } = useGetManyAggregate<User>('users', { ids: [id] });
  const user = data?.find(Boolean);
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.5,
        maxWidth: full ? '100%' : 180,
        verticalAlign: 'bottom',
      }}
    >
      <RowLink
        resource="users"
        id={id}
        title={user ? `${user.username} (${user.externalId})` : id}
        wrap={full}
      >
        {user?.username ?? (isPending ? '…' : id.slice(0, 8))}
      </RowLink>
      {user?.isFrozen && <FrozenIcon color="info" titleAccess={t('Frozen')} sx={{ fontSize: '1rem' }} />}
    </Box>
  );
}

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
