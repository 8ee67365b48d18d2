import { useState } from 'react';

/**
 * Whether something has been opened once. What opens is rendered only then, and kept, so that it can fade out: closed
 * menus and dialogs are a large part of a page, and no one sees them.
 */
export function useWasOpen(isOpen: boolean): boolean {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return wasOpen || isOpen;
}
