import { Chip } from '@mui/material';
import { useGetOne } from 'react-admin';
import type { User } from '../providers/records.ts';
import { useFilter } from './useFilter.ts';

/** Says that the list holds one customer's rows only, and lifts that. */
export function UserChip() {
  const [value, setValue] = useFilter('userId');
  const id = typeof value === 'string' ? value : '';
  const { data } = useGetOne<User>('users', { id }, { enabled: id !== '' });
  if (id === '') return null;
  return (
    <Chip
      size="small"
      color="primary"
      variant="outlined"
      label={`User: ${data?.username ?? '…'}`}
      onDelete={() => setValue(undefined)}
    />
  );
}
