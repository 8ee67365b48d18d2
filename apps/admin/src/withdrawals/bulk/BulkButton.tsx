import { Button, Tooltip } from '@mui/material';
import { useId } from 'react';
import { useListContext } from 'react-admin';
import type { Withdrawal } from '../../providers/records.ts';

/** As many as the desk takes at once. */
const MOST_AT_ONCE = 50;

/** Begins a decision about all chosen rows; says so when they are too many. */
export function BulkButton({
  label,
  color = 'primary',
  begin,
}: {
  label: string;
  color?: 'primary' | 'error';
  begin: (ids: string[]) => void;
}) {
  const { selectedIds } = useListContext<Withdrawal>();
  const id = useId();
  const why = selectedIds.length > MOST_AT_ONCE ? `At most ${MOST_AT_ONCE} at once.` : null;
  return (
    <>
      <Tooltip title={why ?? ''} describeChild>
        <Button
          color={why === null ? color : 'inherit'}
          aria-disabled={why !== null || undefined}
          aria-describedby={why === null ? undefined : id}
          onClick={() => why === null && begin(selectedIds.map(String))}
        >
          {label}
        </Button>
      </Tooltip>
      {why !== null && <span id={id}>{why}</span>}
    </>
  );
}
