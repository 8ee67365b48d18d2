import { type KeyboardEvent, useState } from 'react';
import type { Identifier } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { rowPath } from '../fields/links.tsx';

export interface RowKeys {
  tabIndexOf: (id: Identifier) => 0 | -1;
  press: (event: KeyboardEvent<HTMLElement>, id: Identifier) => void;
}

/**
 * One row is in the order of the Tab key, the arrows go to the others: space previews a row, Enter opens it, Escape
 * closes the preview.
 */
export function useRowKeys(resource: string, ids: readonly Identifier[]) {
  const [current, setCurrent] = useState<Identifier | null>(null);
  const [previewedId, setPreviewedId] = useState<Identifier | null>(null);
  const navigate = useNavigate();
  // The row may have left the list.
  const isShown = previewedId !== null && ids.includes(previewedId);
  const active = current !== null && ids.includes(current) ? current : ids[0];

  const move = (event: KeyboardEvent<HTMLElement>, id: Identifier, step: 1 | -1) => {
    const next = ids[ids.indexOf(id) + step];
    if (next === undefined) return;
    const rows = event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('tr[data-row]');
    [...(rows ?? [])].find(({ dataset }) => dataset['row'] === String(next))?.focus();
    setCurrent(next);
    if (isShown) setPreviewedId(next);
  };
  const press = (event: KeyboardEvent<HTMLElement>, id: Identifier) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const isRow = event.target === event.currentTarget;
    // Boxes and buttons in a row have keys of their own; a link has no use for space.
    if (!isRow && !(event.target instanceof HTMLAnchorElement && event.key !== 'Enter')) return;
    const commands: Record<string, () => void> = {
      ' ': () => setPreviewedId(previewedId === id ? null : id),
      Enter: () => void navigate(rowPath(resource, String(id))),
      ArrowDown: () => move(event, id, 1),
      ArrowUp: () => move(event, id, -1),
      ...(isShown && { Escape: () => setPreviewedId(null) }),
    };
    const command = commands[event.key];
    if (command === undefined) return;
    event.preventDefault();
    setCurrent(id);
    command();
  };
  return {
    previewedId: isShown ? previewedId : null,
    close: () => setPreviewedId(null),
    keys: { tabIndexOf: (id: Identifier) => (id === active ? 0 : -1), press } satisfies RowKeys,
  };
}
