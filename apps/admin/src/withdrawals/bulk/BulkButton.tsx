import { Button, Tooltip } from '@mui/material';
import { MAX_BULK_WITHDRAWALS } from '@paydesk/types/rules';
import { useId } from 'react';
import { useListContext } from 'react-admin';
import { marksOf, type OfferedAction } from '../../providers/neededPermissions.ts';
import type { Withdrawal } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Starts a decision about all selected rows; disabled with a reason if there are too many. */
export function BulkButton({
  action,
  label,
  color = 'primary',
  begin,
}: {
  action: OfferedAction;
  label: string;
  color?: 'primary' | 'error';
  begin: (ids: string[]) => void;
}) {
  const { selectedIds } = useListContext<Withdrawal>();
  const id = useId();
  const why =
    selectedIds.length > MAX_BULK_WITHDRAWALS
      ? t('At most {count} at once.', { count: MAX_BULK_WITHDRAWALS })
      : null;
  return (
    <>
      <Tooltip title={why ?? ''} describeChild>
        <Button
          {...marksOf(action)}
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
