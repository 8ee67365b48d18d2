const KEY = 'paydesk.reloadedAt';
const PAUSE_MS = 30_000;

/**
 * After an update of the desk, an open page asks for files that are no longer there. Loading it anew brings
 * the new ones; at most once in a while, so that a broken server does not make it spin.
 */
export function reloadWhenStale(): void {
  addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < PAUSE_MS) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    location.reload();
  });
}
