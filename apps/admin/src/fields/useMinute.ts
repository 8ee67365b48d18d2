import { useSyncExternalStore } from 'react';

const TICK_MS = 20_000;

let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function tick(): void {
  now = new Date();
  for (const watch of watchers) watch();
}

function watchClock(watch: () => void): () => void {
  // With another time, all that show one would be rendered again, for each that begins to.
  if (watchers.size === 0 && Date.now() - now.getTime() > TICK_MS) now = new Date();
  watchers.add(watch);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    watchers.delete(watch);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, at most 20 seconds old: for texts such as "3 min ago", which change without anything happening. */
export const useMinute = (): Date => useSyncExternalStore(watchClock, () => now);
