import { Button, Tooltip } from '@mui/material';
import { MAX_BULK_WITHDRAWALS } from '@paydesk/types/rules';
import { useId } from 'react';
import { useListContext } from 'react-admin';
import type { Withdrawal } from '../../providers/records.ts';

/** Starts a decision about all selected rows; disabled with a reason if there are too many. */
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
  const why = selectedIds.length > MAX_BULK_WITHDRAWALS ? `At most ${MAX_BULK_WITHDRAWALS} at once.` : null;
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
