import { useEffect } from 'react';

/** After the dialog has given the focus back to what opened it. */
const AFTER_CLOSE_MS = 60;

/**
 * For a dialog: when it closes and what opened it is gone, as after the last step that a row allows, the focus goes to
 * the heading of the page instead of nowhere.
 */
export function useFocusAfterClose(): void {
  useEffect(
    () => () => {
      // The page may be gone by then.
      const page = document;
      setTimeout(() => {
        if (page.activeElement === null || page.activeElement === page.body)
          page.querySelector<HTMLElement>('h1')?.focus();
      }, AFTER_CLOSE_MS);
    },
    [],
  );
}
