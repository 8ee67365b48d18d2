import { useSyncExternalStore } from 'react';
import { language } from './currentLanguage.ts';
import type { WriteSentence } from './serverSentences/createSentences.ts';
import { asWritten } from './t.ts';

let write: WriteSentence | null = null;
let loading: Promise<void> | null = null;
const listeners = new Set<() => void>();

/**
 * A sentence that the server wrote, in English, in the page's language, with amounts and times as the page writes them.
 * Until its translations are there, it is shown as it was written; `useServerSentence` shows it again then.
 */
export const serverSentence: WriteSentence = (sentence, shaped = (text) => text) => {
  void loadedFor(sentence);
  return write?.(sentence, shaped) ?? asWritten(shaped(sentence));
};

/** A shape for `serverSentence`: with a capital letter and a full stop, which refusals do not have. */
export const asSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?؟]$/.test(text) ? '' : '.'}`;

/** For components: draws them again when the translations are there. */
export function useServerSentence(): WriteSentence {
  useSyncExternalStore(subscribe, isLoaded, isLoaded);
  return serverSentence;
}

/** Waits until `serverSentence` can write this one; null: it can already. */
export function loadedFor(sentence: string): Promise<void> | null {
  const isWritten = write !== null || sentence === '' || (language === 'en' && !HAS_FIGURE.test(sentence));
  return isWritten ? null : (loading ??= load());
}

/** In English only amounts and times are written otherwise. */
const HAS_FIGURE = /\d USD\b|\dT\d\d:\d\d/;

/** Where the files cannot be loaded, the sentences stay English, until the next one is written. */
async function load(): Promise<void> {
  try {
    const { loadPageSentences } = await import('./serverSentences/pageSentences.ts');
    write = await loadPageSentences();
    for (const listener of listeners) listener();
  } catch {
    loading = null;
  }
}

const isLoaded = (): boolean => write !== null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
