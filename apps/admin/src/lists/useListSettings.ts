import { useSyncExternalStore } from 'react';
import { useSession } from '../providers/session.ts';

/** How one person wants to see one list. */
export interface ListSettings {
  /** The keys of the columns that are shown; undefined: those that fit. */
  columns?: string[] | undefined;
  isCompact?: boolean;
}

const changed = new EventTarget();
const NONE: ListSettings = {};
const cache = new Map<string, { text: string; settings: ListSettings }>();

/** What the person chose in this browser; it outlasts the session, as it says nothing about customers. */
export function useListSettings(resource: string): [ListSettings, (settings: ListSettings) => void] {
  const person = useSession()?.id ?? 'unknown';
  const key = `paydesk.list.${person}.${resource}`;
  const settings = useSyncExternalStore(follow, () => read(key));
  return [
    settings,
    (next) => {
      localStorage.setItem(key, JSON.stringify(next));
      changed.dispatchEvent(new Event('change'));
    },
  ];
}

function follow(listener: () => void): () => void {
  changed.addEventListener('change', listener);
  addEventListener('storage', listener);
  return () => {
    changed.removeEventListener('change', listener);
    removeEventListener('storage', listener);
  };
}

function read(key: string): ListSettings {
  const text = localStorage.getItem(key);
  if (text === null) return NONE;
  const known = cache.get(key);
  if (known?.text === text) return known.settings;
  const settings = parse(text);
  cache.set(key, { text, settings });
  return settings;
}

/** Anything may stand in the browser's storage. */
function parse(text: string): ListSettings {
  try {
    const { columns, isCompact } = JSON.parse(text) as Record<string, unknown>;
    const isList = Array.isArray(columns) && columns.every((label) => typeof label === 'string');
    return { ...(isList && { columns }), ...(isCompact === true && { isCompact }) };
  } catch {
    return NONE;
  }
}
