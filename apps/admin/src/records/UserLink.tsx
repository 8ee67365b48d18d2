import FrozenIcon from '@mui/icons-material/AcUnit';
import { Box } from '@mui/material';
import { useGetManyAggregate } from 'react-admin';
import type { User } from '../providers/records.ts';
import { RowLink } from '../fields/RowLink.tsx';

/** A customer's name as a link; the names of a whole list are asked for in one call. */
export function UserLink({ id }: { id: string }) {
  const { data, isPending } = useGetManyAggregate<User>('users', { ids: [id] });
  const user = data?.find(Boolean);
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, maxWidth: 180, verticalAlign: 'bottom' }}
    >
      <RowLink resource="users" id={id} title={user ? `${user.username} (${user.externalId})` : id}>
        {user?.username ?? (isPending ? '…' : id.slice(0, 8))}
      </RowLink>
      {user?.isFrozen && <FrozenIcon color="info" titleAccess="Frozen" sx={{ fontSize: '1rem' }} />}
    </Box>
  );
}
