/** The server's sentences by their English templates: `{0}`, `{1:usd}` … in both. See `scripts/collectSentences.ts`. */
export type SentenceCatalog = Record<string, string>;

/** How the page writes what is inside a sentence. */
export interface Figures {
  /** Isolated by itself where that is needed. @param amount a decimal string */
  usd: (amount: string) => string;
  /** @param at ISO 8601, UTC */
  time: (at: string) => string;
  /** For lists: "a, b and c". */
  locale: string;
  /** On a page from right to left, a text that keeps its own direction. */
  isolated: (text: string) => string;
}

/** `shaped` is done to the text before it is isolated: `asSentence`. */
export type WriteSentence = (sentence: string, shaped?: (text: string) => string) => string;

interface Template {
  pattern: RegExp;
  /** Of each value, in its order: `usd`, `number`, `text`, `list`, `or`, or none. */
  kinds: string[];
  translation: string;
}

const PLACE = /\{(\d+)(?::(\w+))?\}/g;
/** What a place can be, by its kind; any other may be anything. */
const VALUES: Record<string, string> = {
  usd: String.raw`(-?\$[\d,]+(?:\.\d+)?|-?\d+(?:\.\d+)? USD)`,
  number: String.raw`(\d+)`,
};
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
/** No sentence of the server is longer; matching would take too long. */
const MOST_CHARACTERS = 4000;

/**
 * Writes sentences of the server in another language. What matches no template stays as it is, in its own direction;
 * its amounts and times are written as on the rest of the page.
 */
export function createSentences(catalog: SentenceCatalog, figures: Figures): WriteSentence {
  const templates = Object.entries(catalog)
    .toSorted(([a], [b]) => literalLength(b) - literalLength(a))
    .map(([english, translation]) => compile(english, translation));
  const { isolated: own } = figures;
  const lists = {
    list: new Intl.ListFormat(figures.locale, { type: 'conjunction' }),
    or: new Intl.ListFormat(figures.locale, { type: 'disjunction' }),
  };

  /** Null: it matches no template. */
  function translate(sentence: string): string | null {
    if (sentence.length > MOST_CHARACTERS) return null;
    for (const { pattern, kinds, translation } of templates) {
      const match = pattern.exec(sentence);
      if (match) return fill(translation, match.slice(1), kinds);
    }
    return null;
  }

  const fill = (translation: string, values: string[], kinds: string[]): string =>
    translation.replaceAll(PLACE, (_place, index: string) =>
      valueText(values[Number(index)] ?? '', kinds[Number(index)] ?? ''),
    );

  function valueText(value: string, kind: string): string {
    if (kind === 'usd') return figures.usd(plainAmount(value));
    if (kind === 'text') return translate(value) ?? own(withFigures(value, figures));
    if (kind === 'list') return lists.list.format(value.split(', ').map((one) => translate(one) ?? own(one)));
    if (kind === 'or') return lists.or.format(value.split(/, | or /).map(own));
    return own(isTime(value) ? figures.time(value) : value);
  }

  return (sentence, shaped = (text) => text) => {
    const translated = translate(sentence);
    return translated === null ? own(shaped(withFigures(sentence, figures))) : shaped(translated);
  };
}

/** The sentence in English, its amounts in USD and its times as the page writes them. */
const withFigures = (sentence: string, { usd, time }: Pick<Figures, 'usd' | 'time'>): string =>
  sentence
    .replaceAll(
      /(^|[^\d.,-])(-?\d+\.\d\d) USD\b/g,
      (_all, before: string, amount: string) => before + usd(amount),
    )
    .replaceAll(TIME, (at) => time(at));

const isTime = (value: string): boolean => value.replace(TIME, '') === '' && value !== '';

/** Of `1400.00 USD` or `$1,400.00` the decimal string. */
const plainAmount = (amount: string): string => amount.replaceAll(/[^\d.-]/g, '');

/** Anchored at both ends; a value may be anything, and "an" stands before some values where the template has "a". */
function compile(english: string, translation: string): Template {
  const kinds = Array.from(english.matchAll(PLACE), ([, , kind = '']) => kind);
  // Every third part is the kind of the place before it.
  const source = english
    .split(PLACE)
    .map((part, index) => {
      if (index % 3 === 1) return VALUES[kinds[Number(part)] ?? ''] ?? String.raw`([\s\S]*?)`;
      return index % 3 === 2 ? '' : part.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
    })
    .join('')
    .replaceAll(/\ba \(/g, 'an? (');
  return { pattern: new RegExp(`^${source}$`), kinds, translation };
}

const literalLength = (english: string): number => english.replaceAll(PLACE, '').length;
