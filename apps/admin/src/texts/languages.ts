/** The app's languages, by their BCP 47 tags: the same as the checkout's. */
export const LANGUAGES = ['en', 'de', 'es', 'fr', 'pt', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Those whose catalogs are complete: a test compares them with the texts in the code. */
export const OFFERED: readonly Language[] = ['en'];

/** Each language by its own name, for the person who cannot read the present one. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  pt: 'Português',
  ar: 'العربية',
};

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** The tag for `Intl`. Digits are the same in every language: amounts and codes are compared with other systems. */
export const localeOf = (language: Language): string => `${language}-u-nu-latn`;

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
