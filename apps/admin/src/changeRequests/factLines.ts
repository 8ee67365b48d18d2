import { decimalText, localTime, shortUsd } from '../fields/formats.ts';
import type { ChangeRequest } from '../providers/records.ts';
import { serverSentence } from '../texts/serverSentence.ts';
import { t } from '../texts/t.ts';

type Fact = ChangeRequest['facts'][number];

interface FactLines {
  removed: readonly string[];
  added: readonly string[];
  /** The entries of a list that are in both. */
  kept: readonly string[];
}

/** What a fact removes and adds, for people. Lists, such as the scopes of an API key, are compared by entry. */
export function factLines({ label, before, after }: Fact): FactLines {
  const [old, now] = [listOf(before), listOf(after)];
  const shown = (text: string) => valueText(label, text);
  if (old === null && now === null)
    return {
      removed: before === null ? [] : [shown(before)],
      added: after === null ? (before === null ? ['–'] : []) : [shown(after)],
      kept: [],
    };
  const [had, has] = [old ?? textsOf(before), now ?? textsOf(after)];
  return {
    removed: had.filter((text) => !has.includes(text)).map(shown),
    added: has.filter((text) => !had.includes(text)).map(shown),
    kept: has.filter((text) => had.includes(text)).map(shown),
  };
}

const textsOf = (value: string | null): readonly string[] => (value === null ? [] : [value]);

/** The entries of a list in JSON; null for any other value. */
function listOf(value: string | null): readonly string[] | null {
  if (value === null || !value.startsWith('[')) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed)
      ? parsed.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)))
      : null;
  } catch {
    return null;
  }
}

/** The database leaves zeros out: `1` and `0.5` are amounts too. */
const AMOUNT = /^-?\d+(\.\d\d?)?$/;
const DECIMAL = /^-?\d+\.\d+$/;
/** Facts whose values the server words: those of others may be what a person wrote. */
const WORDS_OF_SERVER = /^(Account|Addresses|Events|Link|Payouts|Role|Status|User)$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function valueText(label: string, text: string): string {
  if (AMOUNT.test(text) && /usd|amount|credited|fee|minimum/i.test(label)) return shortUsd(text);
  if (DECIMAL.test(text)) return decimalText(text);
  if (TIME.test(text)) return localTime(text);
  if (WORDS_OF_SERVER.test(label)) return serverSentence(text);
  return { true: t('yes'), false: t('no') }[text] ?? text;
}
