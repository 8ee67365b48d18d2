import './login/login.css';
import './theme/plain.css';
import { sendEarly, wasSignedIn } from './providers/earlyAnswers.ts';
import { labelPage, language } from './texts/currentLanguage.ts';

/*
 * The first file of the page: small, so that it runs before the others have arrived, and asks for them and for what the
 * page will show.
 */
sendEarly();
loadApp();
reloadWhenStale();
labelPage();

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root element.');
const { openEntry } = await loadEntry();
openEntry(root);

function contentOf(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
}

function preload(files: readonly string[]): void {
  for (const href of files)
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
}

/** Loads the files of the app for somebody who was signed in, instead of one after the other as each names the next. */
function loadApp(): void {
  const groups = contentOf('app-files')?.split('; ');
  if (groups === undefined || !wasSignedIn()) return;
  const resource = location.hash.replace(/^#\//, '').split(/[?/]/)[0];
  const entry = contentOf(`texts-${language}`)?.split(' ')[0] ?? '';
  const folder = entry.replace('/assets/', '').replace(/[^/]*$/, '');
  for (const group of groups) {
    const [name, ...files] = group.split(' ');
    if (name === '' || name === resource) preload(files.map((file) => file.replace('*', folder)));
  }
}

/**
 * The app in the page's language: the page that was built names the files of each. Where they cannot be loaded, and
 * while developing, it is the code as it was written, in English.
 */
async function loadEntry(): Promise<typeof import('./app/Entry.tsx')> {
  const [entry, ...imported] = contentOf(`texts-${language}`)?.split(' ') ?? [];
  if (entry === undefined) return await import('./app/Entry.tsx');
  preload(imported);
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
