import { Button, Tooltip } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';
import { useListContext } from 'react-admin';
import { useMay } from '../../providers/useMay.ts';
import type { Withdrawal } from '../../providers/wire.ts';

/** As many as the desk takes at once. */
export const MOST_AT_ONCE = 50;

/** Opens the dialog for all chosen rows; says so when they are too many. */
export function BulkButton({ label, color = 'primary', dialog }: { label: string; color?: 'primary' | 'error'; dialog: (ids: string[], close: () => void) => ReactNode }) {
  const { selectedIds } = useListContext<Withdrawal>();
  // What was chosen when the dialog opened: rows that are done leave the choice while it still shows them.
  const [ids, setIds] = useState<string[] | null>(null);
  const may = useMay();
  const id = useId();
  const why = selectedIds.length > MOST_AT_ONCE ? `At most ${MOST_AT_ONCE} at once.` : null;
  if (!may('withdrawals.approve')) return null;
  return (
    <>
      <Tooltip title={why ?? ''} describeChild>
        <Button color={why === null ? color : 'inherit'} aria-disabled={why !== null || undefined} aria-describedby={why === null ? undefined : id} onClick={() => why === null && setIds(selectedIds.map(String))}>{label}</Button>
      </Tooltip>
      {why !== null && <span id={id}>{why}</span>}
      {ids !== null && dialog(ids, () => setIds(null))}
    </>
  );
}
