import { type KeyboardEvent, useState } from 'react';
import type { Identifier, RaRecord } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useKeys } from '../commands/useKeys.ts';

export interface RowKeys {
  tabIndexOf: (id: Identifier) => 0 | -1;
  /** For the element around the rows. */
  press: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * One row is in the order of the Tab key, the arrows, J and K go to the others: space previews a row, Enter opens it,
 * Escape closes the preview. J and K find the list from anywhere on the page.
 */
export function useRowKeys<Row extends RaRecord>(rows: readonly Row[], pathOf: (row: Row) => string) {
  const [current, setCurrent] = useState<Identifier | null>(null);
  const [previewedId, setPreviewedId] = useState<Identifier | null>(null);
  const navigate = useNavigate();
  const ids = rows.map(({ id }) => id);
  // The row may have left the list.
  const previewed = rows.find(({ id }) => id === previewedId);
  const active = current !== null && ids.includes(current) ? current : ids[0];

  const move = (id: Identifier, step: 1 | -1) => {
    const next = ids[ids.indexOf(id) + step];
    if (next === undefined) return;
    focusRow(next);
    setCurrent(next);
    if (previewed) setPreviewedId(next);
  };
  const close = () => {
    if (previewed) focusRow(previewed.id);
    setPreviewedId(null);
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const line = event.target instanceof Element && event.target.closest<HTMLElement>('tr[data-row]');
    const id = line ? ids.find((one) => String(one) === line.dataset.row) : undefined;
    if (id === undefined) return;
    // Boxes and buttons in a row have keys of their own; a link has no use for space.
    if (event.target !== line && !(event.target instanceof HTMLAnchorElement && event.key !== 'Enter'))
      return;
    const commands: Record<string, () => void> = {
      ' ': () => setPreviewedId(previewedId === id ? null : id),
      Enter: () => {
        const row = rows.find((one) => one.id === id);
        if (row) void navigate(pathOf(row));
      },
      ArrowDown: () => move(id, 1),
      ArrowUp: () => move(id, -1),
      j: () => move(id, 1),
      k: () => move(id, -1),
      ...(previewed && { Escape: close }),
    };
    const command = commands[event.key];
    if (command === undefined) return;
    event.preventDefault();
    setCurrent(id);
    command();
  };
  const enter = () => {
    if (active !== undefined) focusRow(active);
  };
  useKeys({ j: enter, k: enter });
  return {
    previewed,
    close,
    keys: { tabIndexOf: (id: Identifier) => (id === active ? 0 : -1), press } satisfies RowKeys,
  };
}

const focusRow = (id: Identifier): void =>
  document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(String(id))}"]`)?.focus();
