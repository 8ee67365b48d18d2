/** The page's languages, by their BCP 47 tags. */
export const LANGUAGES = ['en', 'de', 'es', 'fr', 'pt', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (tag: unknown): tag is Language => (LANGUAGES as readonly unknown[]).includes(tag);

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/**
 * The tag for `Intl`: amounts, addresses and times use the same digits in every language, so that none has to
 * be translated back.
 */
export const localeOf = (language: Language): string => `${language}-u-nu-latn`;

/**
 * The language of a page: the one asked for in the address, else the best of `Accept-Language`, else English.
 *
 * @param asked the `lang` parameter, as it came
 * @param acceptLanguage the header, such as `de-CH, fr;q=0.8, *;q=0.1`
 */
export function chooseLanguage(asked: unknown, acceptLanguage: string | undefined): Language {
  if (isLanguage(asked)) return asked;
  return preferences(acceptLanguage ?? '').find(isLanguage) ?? 'en';
}

/** Primary tags by weight, the first of equals first; those with weight 0 are refused ones. */
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
