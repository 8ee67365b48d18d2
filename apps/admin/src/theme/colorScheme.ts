import type { Scheme } from '@paydesk/design';
import { useSyncExternalStore } from 'react';

export type ColorScheme = Scheme;
export type ColorChoice = ColorScheme | 'system';

const KEY = 'paydesk.colorScheme';
const CHANGED = 'paydesk:colorScheme';

/** What the person chose; `system` until they do. A browser that refuses storage behaves like `system`. */
function colorChoice(): ColorChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

/** Remembers the choice on this device and repaints every part that listens. */
export function chooseColors(choice: ColorChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Private windows may refuse storage; the choice then lasts until the page is left.
  }
  dispatchEvent(new Event(CHANGED));
}

const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)');

function listen(onChange: () => void): () => void {
  const system = systemIsDark();
  system.addEventListener('change', onChange);
  addEventListener(CHANGED, onChange);
  addEventListener('storage', onChange);
  return () => {
    system.removeEventListener('change', onChange);
    removeEventListener(CHANGED, onChange);
    removeEventListener('storage', onChange);
  };
}

const scheme = (): ColorScheme => {
  const choice = colorChoice();
  if (choice !== 'system') return choice;
  return systemIsDark().matches ? 'dark' : 'light';
};

/** The colours to paint with now: the person's choice, else the system's. */
export const useColorScheme = (): ColorScheme => useSyncExternalStore(listen, scheme);

/** The choice itself, for the switch. */
export const useColorChoice = (): ColorChoice => useSyncExternalStore(listen, colorChoice);
