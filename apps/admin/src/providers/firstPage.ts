import { startTransition, useEffect, useState } from 'react';

/** However busy the browser is, the rest of the page comes after this. */
const LATEST_MS = 2_000;
/** Where the browser does not say when it is idle. */
const WITHOUT_IDLE_MS = 300;

let isShown = true;
const watchers = new Set<() => void>();

function show(): void {
  isShown = true;
  for (const watch of watchers) watch();
}

/** To call before the app is rendered. */
export function beginFirstPage(): void {
  isShown = false;
}

/** To call when the frame of the app is on the page. */
export function awaitFirstPage(): void {
  if (isShown) return;
  if ('requestIdleCallback' in globalThis) requestIdleCallback(show, { timeout: LATEST_MS });
  else setTimeout(show, WITHOUT_IDLE_MS);
}

/**
 * Whether the page that the app was opened with is there. Until then, what it can do without is left out: it would be
 * rendered, and loaded, before the rows that the person waits for. What comes later needs its place kept free, and is
 * rendered in pieces, so that the page answers meanwhile.
 */
export function useFirstPageShown(): boolean {
  const [isNow, setNow] = useState(isShown);
  useEffect(() => {
    if (isNow) return undefined;
    const watch = () => startTransition(() => setNow(true));
    if (isShown) watch();
    watchers.add(watch);
    return () => void watchers.delete(watch);
  }, [isNow]);
  return isNow;
}
