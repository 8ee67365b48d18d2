import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { markTexts, translateCode } from './markTexts.ts';
import { LANGUAGES } from '../src/texts/languages.ts';
import type { Catalog } from '../src/texts/translate.ts';

const SOURCE = join(import.meta.dirname, '../src');
/** What `main.tsx` loads, in the page's language. */
const ENTRY = 'Entry';
/** The app, and the pages of `loadFirstPage.ts` that are lists. */
const APP = 'App';
const LISTS: Record<string, string> = {
  payments: 'PaymentList',
  withdrawals: 'WithdrawalList',
  suspense: 'SuspenseList',
  users: 'UserList',
  transactions: 'TransactionList',
};

/**
 * Each language gets its own copy of the code that has texts, with the translations in their place: a page loads the
 * texts that it shows and no others, in any language. Libraries, and code without texts, are there once.
 *
 * It writes files after the build, so it comes before what compresses them.
 */
export const translatedBuild: Plugin = {
  name: 'translated-build',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    const isOwn = id.startsWith(`${SOURCE}/`) && !id.startsWith(join(SOURCE, 'texts/'));
    return isOwn && /\.tsx?$/.test(id) ? { code: markTexts(id, code), map: null } : null;
  },
  writeBundle({ dir }, bundle) {
    const folder = dir ?? '';
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const withTexts = findTranslated(chunks);
    const metas = LANGUAGES.map((language) => {
      const catalog = readCatalog(language);
      const place = language === 'en' ? '' : `${language}-${hashOf(catalog)}/`;
      for (const { fileName, code } of chunks) {
        if (!withTexts.has(fileName)) continue;
        const translated = translateCode(fileName, code, {
          find: (text) => catalog[text],
          rename: (name) => (place === '' ? undefined : renamed(name, place, withTexts)),
        });
        write(join(folder, dirname(fileName), place, basename(fileName)), translated);
      }
      return place === '' ? '' : metaOf(language, filesOf(chunks, [ENTRY], place, withTexts));
    });
    const path = join(folder, 'index.html');
    const page = readFileSync(path, 'utf8');
    const links = linksToShared(chunks, withTexts).filter(({ href }) => !page.includes(href));
    metas.push(metaOfApp(chunks, withTexts), ...links.map(({ link }) => link));
    write(path, page.replace('</head>', `  ${metas.join('')}\n  </head>`));
  },
};

/**
 * The chunks that have texts, and those that import such a chunk, now or later: a copy of one names copies.
 * @throws Error when a chunk with texts imports the first one, which would run again as a copy
 */
function findTranslated(chunks: Rolldown.OutputChunk[]): Set<string> {
  const found = new Set(chunks.filter(({ code }) => code.includes('@text:')).map(({ fileName }) => fileName));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { fileName, imports, dynamicImports } of chunks)
      if ([...imports, ...dynamicImports].some((name) => found.has(name))) found.add(fileName);
  }
  const first = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
  const importing = chunks.find(({ imports }) => imports.some((name) => first.includes(name)));
  if (importing) throw new Error(`${importing.fileName} imports the first chunk, which must run only once`);
  return found;
}

/** A copy is one folder below: a chunk that has copies is beside it, all others are above. */
function renamed(name: string, place: string, withTexts: Set<string>): string | undefined {
  const [, file] = /^\.\/([\w.-]+\.js)$/.exec(name) ?? [];
  if (file !== undefined) return withTexts.has(`assets/${file}`) ? undefined : `../${file}`;
  // In lists of what to load with a chunk, names begin at the page.
  return withTexts.has(name) ? inPlace(name, place) : undefined;
}

const inPlace = (fileName: string, place: string) => `${dirname(fileName)}/${place}${basename(fileName)}`;

/** The chunks of these names, and what they import. */
function filesOf(
  chunks: Rolldown.OutputChunk[],
  names: string[],
  place: string,
  withTexts: Set<string>,
): string[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const files = new Set(
    names.map((wanted) => {
      const found = chunks.find(({ name }) => name === wanted);
      if (found === undefined) throw new Error(`there is no chunk ${wanted}`);
      return found.fileName;
    }),
  );
  for (const file of files) for (const imported of byName.get(file)?.imports ?? []) files.add(imported);
  return [...files].map((file) => `/${withTexts.has(file) ? inPlace(file, place) : file}`);
}

/** The page itself asks for what it needs in every language. */
const linksToShared = (chunks: Rolldown.OutputChunk[], withTexts: Set<string>) =>
  filesOf(chunks, [ENTRY], '*', withTexts)
    .filter((file) => !file.includes('*'))
    .map((href) => ({ href, link: `<link rel="modulepreload" crossorigin href="${href}" />` }));

/**
 * What else the page loads at once for somebody who was signed in: the files of the app, and of each list those beside
 * them. `*` stands for the folder of the page's language.
 */
function metaOfApp(chunks: Rolldown.OutputChunk[], withTexts: Set<string>): string {
  const shared = filesOf(chunks, [ENTRY, APP], '*', withTexts);
  const lists = Object.entries(LISTS).map(([resource, list]) => [
    resource,
    ...filesOf(chunks, [list], '*', withTexts).filter((file) => !shared.includes(file)),
  ]);
  const content = [['', ...shared], ...lists].map((files) => files.join(' ')).join('; ');
  return `<meta name="app-files" content="${content}" />`;
}

const metaOf = (language: string, files: string[]) =>
  `<meta name="texts-${language}" content="${files.join(' ')}" />`;

function readCatalog(language: string): Catalog {
  if (language === 'en') return {};
  return JSON.parse(readFileSync(join(SOURCE, `texts/catalogs/${language}.json`), 'utf8')) as Catalog;
}

/** Browsers keep files forever, so another translation has another name. */
const hashOf = (catalog: Catalog) =>
  createHash('sha256').update(JSON.stringify(catalog)).digest('hex').slice(0, 7);

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
