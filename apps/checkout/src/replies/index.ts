import { directionOf, isLanguage, type Language, localeOf } from '../languages.ts';
import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };

type ReplyTexts = Record<keyof typeof en, string>;
export type ReplyKey = Exclude<keyof typeof en, 'hello' | 'reference'>;

/** What a reply to a customer says, in no language yet. */
export interface Reply {
  key: ReplyKey;
  /** Amounts with their currency: "0.0024 BTC". */
  sums: Partial<Record<'sum' | 'asked' | 'seen', string>>;
  /** ISO 8601 in UTC. */
  times: Partial<Record<'at' | 'until', string>>;
  hash?: string | null;
  /** Ours, that the customer knows: `PAY_…`. */
  reference: string | null;
}

/** The texts of replies. A test compares keys and placeholders with English. */
export const REPLY_TEXTS: Record<Language, ReplyTexts> = { en, de, es, fr, pt, ar };

/** The language of a tag such as `de-CH`, if replies can be written in it; else English. */
export function replyLanguage(tag: string | null): Language {
  const primary = (tag ?? '').toLowerCase().split(/[-_]/, 1)[0];
  return isLanguage(primary) ? primary : 'en';
}

/** A reply as plain text, times in UTC with their zone. Throws if it lacks a value that its text names. */
export function writeReply({ key, sums, times, hash, reference }: Reply, language: Language): string {
  const texts = REPLY_TEXTS[language];
  const values: Record<string, string | null | undefined> = { ...sums, hash, reference };
  for (const [name, at] of Object.entries(times)) values[name] = timeIn(language, at);
  const body = fill(texts[key], values, language);
  const end = reference === null ? [] : [fill(texts.reference, values, language)];
  return [texts.hello, body, ...end].join('\n\n');
}

/** Building one takes longer than using it. */
const FORMATS = new Map<Language, Intl.DateTimeFormat>();

function timeIn(language: Language, at: string): string {
  const format =
    FORMATS.get(language) ??
    new Intl.DateTimeFormat(localeOf(language), {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
      timeZoneName: 'short',
    });
  FORMATS.set(language, format);
  return format.format(new Date(at));
}

/** Between right-to-left letters an amount keeps its own order only when it is isolated (Unicode, UAX 9). */
const isolated = (value: string, language: Language): string =>
  directionOf(language) === 'rtl' ? `\u2066${value}\u2069` : value;

/** A time is in the letters of its language: only what is in Latin letters is isolated. */
function fill(text: string, values: Record<string, string | null | undefined>, language: Language): string {
  return text.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined || value === null) throw new Error(`a reply needs a value for ${name}`);
    return name === 'at' || name === 'until' ? value : isolated(value, language);
  });
}
