/** The languages of the product, by their BCP 47 tags. */
export const LANGUAGES = ['en', 'de', 'es', 'fr', 'pt', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name, for the person who cannot read the present one. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  pt: 'Português',
  ar: 'العربية',
};

export const isLanguage = (tag: unknown): tag is Language => (LANGUAGES as readonly unknown[]).includes(tag);

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/**
 * The tag for `Intl`: amounts, addresses and times have the same digits in every language, so that payers can
 * compare them with their wallet.
 */
export const localeOf = (language: Language): string => `${language}-u-nu-latn`;

/**
 * The language of a page: the one in the address, else the best of `Accept-Language`, else English.
 *
 * @param requested the `lang` parameter, as received
 * @param acceptLanguage the header, such as `de-CH, fr;q=0.8, *;q=0.1`
 */
export function chooseLanguage(requested: unknown, acceptLanguage: string | undefined): Language {
  if (isLanguage(requested)) return requested;
  return preferences(acceptLanguage ?? '').find(isLanguage) ?? 'en';
}

/** Primary tags by weight, equal ones in their order; a weight of 0 excludes a tag. */
function preferences(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters
        .map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1])
        .find((text) => text !== undefined);
      return { tag: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
