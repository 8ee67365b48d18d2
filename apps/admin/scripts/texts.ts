import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectTexts, missingFrom, type Text } from './collectTexts.ts';
import { LANGUAGES } from '../src/texts/languages.ts';
import type { Catalog } from '../src/texts/translate.ts';

/*
 * The texts of the app and their translations:
 *   node scripts/texts.ts                    how many texts there are, and what each language lacks
 *   node scripts/texts.ts untranslated PATH  words on pages that are not given to `t` or `plural`
 *   node scripts/texts.ts missing LANGUAGE   what a translator has to write, as JSON
 *   node scripts/texts.ts add LANGUAGE FILE  takes such JSON into the catalog, without what the code no longer has
 */
const [command = 'status', argument = '', file = ''] = process.argv.slice(2);
const { texts, untranslated } = collectTexts();
const catalogPath = (language: string) => join(import.meta.dirname, `../src/texts/catalogs/${language}.json`);
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Catalog;

if (command === 'untranslated') {
  for (const found of untranslated.filter((one) => one.file.startsWith(argument)))
    say(`${found.file}:${found.line} ${found.text}`);
} else if (command === 'missing') {
  say(JSON.stringify(missingFrom(read(catalogPath(argument)), texts), null, 1));
} else if (command === 'add') {
  writeCatalog(argument, { ...read(catalogPath(argument)), ...read(file) }, texts);
} else {
  say(`${new Set(texts.map(({ text }) => text)).size} texts, ${untranslated.length} words outside of them`);
  for (const language of LANGUAGES.filter((one) => one !== 'en'))
    say(`${language}: ${Object.keys(missingFrom(read(catalogPath(language)), texts)).length} missing`);
}

/** Sorted, so that two people's additions meet in few lines. */
function writeCatalog(language: string, catalog: Catalog, all: Text[]): void {
  const used = new Set(all.map(({ text }) => text));
  const kept = Object.entries(catalog)
    .filter(([text]) => used.has(text))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(catalogPath(language), `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
