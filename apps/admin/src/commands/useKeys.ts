import { useEffect, useEffectEvent } from 'react';

/** Elements in which a key types a character. */
const TYPING =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"], [role="listbox"], [role="slider"]';
/** Overlays that handle keys themselves. */
const OVER = '[role="dialog"], [role="alertdialog"], .MuiPopover-root';

/** Runs the command of a single key, anywhere on the page. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const command = keys[event.key];
    if (command === undefined || event.repeat || !isForPage(event)) return;
    event.preventDefault();
    command();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

/**
 * Whether a key press is meant for the page: not while the person types, holds a modifier key, or has a
 * dialog open.
 */
function isForPage(
  { target, defaultPrevented, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent,
  page: Document = document,
): boolean {
  if (defaultPrevented || ctrlKey || metaKey || altKey || isComposing) return false;
  return !(target instanceof Element && target.closest(TYPING) !== null) && !hasOverlay(page);
}

/** A menu that was closed is hidden from screen readers at once, and fades out for a while. */
const hasOverlay = (page: Document): boolean =>
  [...page.querySelectorAll(OVER)].some((overlay) => overlay.closest('[aria-hidden="true"]') === null);
