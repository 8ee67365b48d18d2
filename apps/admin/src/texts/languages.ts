import type { Language } from '@paydesk/checkout/languages';

/** Staff can read the languages in which the desk speaks to payers. */
export { directionOf, type Language, LANGUAGE_NAMES, LANGUAGES, localeOf } from '@paydesk/checkout/languages';

/** Those whose catalogs are complete: a test compares them with the texts in the code. */
export const OFFERED: readonly Language[] = ['en'];

/** The one that was chosen, else the first of the browser's languages that is offered, else English. */
export function chooseLanguage(
  chosen: string | null,
  preferred: readonly string[],
  offered: readonly Language[] = OFFERED,
): Language {
  const primary = preferred.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return offered.find((language) => language === chosen) ?? firstOf(primary, offered) ?? 'en';
}

const firstOf = (tags: readonly string[], offered: readonly Language[]): Language | undefined =>
  tags.map((tag) => offered.find((language) => language === tag)).find((language) => language !== undefined);
