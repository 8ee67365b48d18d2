import { type Language, LANGUAGES } from '@paydesk/checkout/languages';

/** Staff can read the languages in which the desk speaks to payers. */
export { directionOf, type Language, LANGUAGE_NAMES, LANGUAGES, localeOf } from '@paydesk/checkout/languages';

/** The one that was chosen, else the first of the browser's languages that the app has, else English. */
export function chooseLanguage(chosen: string | null, preferred: readonly string[]): Language {
  const primary = preferred.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return LANGUAGES.find((language) => language === chosen) ?? firstOf(primary) ?? 'en';
}

const firstOf = (tags: readonly string[]): Language | undefined =>
  tags
    .map((tag) => LANGUAGES.find((language) => language === tag))
    .find((language) => language !== undefined);
