import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Entry } from './app/Entry.tsx';
import { labelPage } from './texts/currentLanguage.ts';

reloadWhenStale();
labelPage();

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root element.');
createRoot(root).render(
  <StrictMode>
    <Entry />
  </StrictMode>,
);

const KEY = 'paydesk.reloadedAt';
const PAUSE_MS = 30_000;

/**
 * After an update of the desk, an open page asks for files that are no longer there. Reloading gets
 * the new ones; at most once in 30 seconds, so that a broken server does not cause a reload loop.
 */
function reloadWhenStale(): void {
  addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < PAUSE_MS) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    location.reload();
  });
}
