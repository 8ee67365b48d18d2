import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './login/login.css';
import { labelPage, language } from './texts/currentLanguage.ts';

reloadWhenStale();
labelPage();

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root element.');
const { Entry } = await loadEntry();
createRoot(root).render(
  <StrictMode>
    <Entry />
  </StrictMode>,
);

/**
 * The app in the page's language: the page that was built names the files of each. Where they cannot be loaded, and
 * while developing, it is the code as it was written, in English.
 */
async function loadEntry(): Promise<typeof import('./app/Entry.tsx')> {
  const meta = document.querySelector<HTMLMetaElement>(`meta[name="texts-${language}"]`);
  const [entry, ...imported] = meta?.content.split(' ') ?? [];
  if (entry === undefined) return await import('./app/Entry.tsx');
  for (const href of imported)
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  try {
    return await import(/* @vite-ignore */ entry);
  } catch {
    return await import('./app/Entry.tsx');
  }
}

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
