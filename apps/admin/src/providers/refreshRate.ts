import { useSyncExternalStore } from 'react';

let isLive = false;
const watchers = new Set<() => void>();

/** Whether the desk's events arrive at the moment. */
export function setLive(live: boolean): void {
  if (isLive === live) return;
  isLive = live;
  for (const watch of watchers) watch();
}

function watchLive(watch: () => void): () => void {
  watchers.add(watch);
  return () => watchers.delete(watch);
}

/** While events arrive, they say when to look again; this is for what changes without an event. */
const LIVE_REFRESH_MS = 300_000;

/** How often a query looks again: as given while no events arrive, rarely otherwise. */
export const useRefreshMs = (withoutEventsMs: number): number =>
  useSyncExternalStore(watchLive, () => isLive) ? LIVE_REFRESH_MS : withoutEventsMs;
