import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectSentences } from './collectSentences.ts';
import { collectTexts, missingFrom } from './collectTexts.ts';
import { LANGUAGES } from '../src/texts/languages.ts';
import type { Catalog } from '../src/texts/translate.ts';

/*
 * The texts of the app, the sentences that the server writes for staff, and their translations:
 *   node scripts/texts.ts                    how many texts there are, and what each language lacks
 *   node scripts/texts.ts untranslated PATH  words on pages that are not given to `t` or `plural`
 *   node scripts/texts.ts missing LANGUAGE   what a translator has to write, as JSON
 *   node scripts/texts.ts add LANGUAGE FILE  takes such JSON into the catalog, without what the code no longer has
 */
const [command = 'status', argument = '', file = ''] = process.argv.slice(2);
const { texts, untranslated } = collectTexts();
const sentences = collectSentences();
const catalogPath = (language: string) => join(import.meta.dirname, `../src/texts/catalogs/${language}.json`);
const sentencePath = (language: string) =>
  join(import.meta.dirname, `../src/texts/serverSentences/${language}.json`);
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Catalog;

if (command === 'untranslated') {
  for (const found of untranslated.filter((one) => one.file.startsWith(argument)))
    say(`${found.file}:${found.line} ${found.text}`);
} else if (command === 'missing') {
  say(JSON.stringify(missing(argument), null, 1));
} else if (command === 'add') {
  const added = read(file);
  const used = texts.map(({ text }) => text);
  writeCatalog(catalogPath(argument), { ...read(catalogPath(argument)), ...added }, used);
  writeCatalog(sentencePath(argument), { ...read(sentencePath(argument)), ...added }, sentences);
} else {
  say(
    `${new Set(texts.map(({ text }) => text)).size} texts, ${sentences.length} sentences of the server, ` +
      `${untranslated.length} words outside of them`,
  );
  for (const language of LANGUAGES.filter((one) => one !== 'en'))
    say(`${language}: ${Object.keys(missing(language)).length} missing`);
}

/** What a translator has to write: texts, and the server's sentences. */
function missing(language: string): Catalog {
  const known = read(sentencePath(language));
  const lacking = sentences.filter((sentence) => known[sentence] === undefined);
  return {
    ...missingFrom(read(catalogPath(language)), texts),
    ...Object.fromEntries(lacking.map((sentence) => [sentence, sentence])),
  };
}

/** Sorted, so that two people's additions meet in few lines. */
function writeCatalog(path: string, catalog: Catalog, texts: readonly string[]): void {
  const used = new Set(texts);
  const kept = Object.entries(catalog)
    .filter(([text]) => used.has(text))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
