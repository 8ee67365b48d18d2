import { chooseLanguage, directionOf, localeOf, type Language } from './languages.ts';

const KEY = 'paydesk.language';

/** The language of this page. It stays the same until the page is loaded again. */
export const language: Language = chooseLanguage(stored(), globalThis.navigator?.languages ?? []);

/** For `Intl`: names of months, separators of numbers, plural forms. */
export const locale = localeOf(language);

/** Keeps the choice in this browser, and loads the page again in that language. */
export function changeLanguage(next: Language): void {
  localStorage.setItem(KEY, next);
  location.reload();
}

/** Tells the browser, screen readers and the style sheet which language the page is in. */
export function labelPage(): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

/** Where storage is not allowed, the browser's languages decide. */
function stored(): string | null {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? null;
  } catch {
    return null;
  }
}
