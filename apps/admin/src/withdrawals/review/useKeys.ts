import { useEffect, useEffectEvent } from 'react';

/** Where a key is a letter, and not a command. */
const TYPING =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"], [role="listbox"], [role="slider"]';
/** What lies over the page takes the keys for itself. */
const OVER = '[role="dialog"], [role="alertdialog"], .MuiPopover-root';

/**
 * Whether a key is meant for the page itself: not while somebody types, holds a modifier, or a dialog is
 * open.
 */
export function isForPage(
  { target, defaultPrevented, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent,
  page: Document = document,
): boolean {
  if (defaultPrevented || ctrlKey || metaKey || altKey || isComposing) return false;
  return !(target instanceof Element && target.closest(TYPING) !== null) && page.querySelector(OVER) === null;
}

/** Runs what belongs to a single key, anywhere on the page. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const deed = keys[event.key];
    if (deed === undefined || event.repeat || !isForPage(event)) return;
    event.preventDefault();
    deed();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
