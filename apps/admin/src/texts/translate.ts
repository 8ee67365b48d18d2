/** The forms of a text that depend on a number, by the category of `Intl.PluralRules`. */
type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** A language's texts by the English ones; of a text with forms, by its English `other`. */
export type Catalog = Record<string, string | Forms>;

/** Written in its own direction whatever is around it, with the signs at its ends where they belong. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;

/** The names in braces of a text: `Values<'{count} of {total}'>` requires both. */
type Values<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string | number> & Values<Rest>
  : unknown;

export interface Translator {
  /**
   * The text in the page's language, with its `{names}` filled in; numbers as the language writes them. Texts are
   * written in English where they are used, so that code reads as the page does; `pnpm texts` collects them.
   */
  t: <const Text extends string>(text: Text, ...values: Arguments<Text>) => string;
  /** A text that depends on how many: `plural(3, { one: '{count} row', other: '{count} rows' })`. */
  plural: (
    count: number,
    forms: { one: string; other: string },
    values?: Record<string, string | number>,
  ) => string;
}

type Arguments<Text extends string> = unknown extends Values<Text> ? [] : [values: Values<Text>];

/** Made when it is first needed: a formatter takes longer than all that it formats on a page. */
export function once<Made>(make: () => Made): () => Made {
  let made: { it: Made } | undefined;
  return () => (made ??= { it: make() }).it;
}

/**
 * @param isMirrored whether the language is written from right to left: a value keeps its own direction then, and its
 *   signs beside it, only when it is isolated (Unicode, UAX 9)
 */
export function createTranslator(catalog: Catalog, locale: string, isMirrored = false): Translator {
  const rules = once(() => new Intl.PluralRules(locale));
  const figure = once(() => new Intl.NumberFormat(locale));
  const fill = (text: string, values: Record<string, string | number>) =>
    text.replaceAll(/\{(\w+)\}/g, (name, key: string) => {
      const value = values[key];
      if (value === undefined) return name;
      const shown = typeof value === 'number' ? figure().format(value) : value;
      return isMirrored ? isolate(shown) : shown;
    });
  return {
    t(text, ...[values]) {
      const found = catalog[text];
      return fill(
        typeof found === 'string' ? found : text,
        (values ?? {}) as Record<string, string | number>,
      );
    },
    plural(count, forms, values = {}) {
      const found = catalog[forms.other];
      const all: Forms = typeof found === 'object' ? found : forms;
      return fill(all[rules().select(count)] ?? all.other, { count, ...values });
    },
  };
}
