import { t } from '../texts/t.ts';

/** What a person sees who typed an amount in USD in another form. */
export const USD_FORM = t('An amount such as 99.99, with at most two places.');

const NO_COMMA = t('Write 1234.50: a point before the decimal places, and no comma.');

/**
 * Amounts are typed in one form in every language, the one in which they are sent: with a point and no groups. A comma
 * is "and cents" to some and "thousand" to others, so that it is refused and never read as either.
 *
 * @param form the message about any other form
 * @returns null when the text has the form of `pattern`
 */
export function amountError(text: string, pattern: RegExp, form = USD_FORM): string | null {
  if (pattern.test(text)) return null;
  return /\d\s*[,٫٬،]|[,٫٬،]\s*\d/.test(text) ? NO_COMMA : form;
}

/** The same for a react-admin input, which says itself when nothing was typed. */
export const amountCheck =
  (pattern: RegExp, form?: string) =>
  (text: unknown): string | undefined =>
    typeof text === 'string' && text !== '' ? (amountError(text, pattern, form) ?? undefined) : undefined;
