import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'vite';
import { type GuidePage, PAGES } from './navigation.ts';
import { type Assets, notFoundHtml, pageHtml } from './page/pageHtml.ts';
import { renderMarkdown } from './page/renderMarkdown.ts';
import type { SearchEntry } from './searchEntry.ts';
import { designTokens } from './styles/designTokens.ts';

const guide = resolve(import.meta.dirname, '..');
const root = resolve(guide, '../..');
const [toGzip, toBrotli] = [promisify(gzip), promisify(brotliCompress)];

const ENTRIES = {
  styles: 'src/styles/guide.css',
  theme: 'src/client/theme.ts',
  script: 'src/client/main.ts',
} as const;

/** Builds the site into a folder, which is emptied first: pages, scripts and the search index, each also compressed. */
export async function buildGuide(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const assets = { ...(await bundle(folder)), searchIndex: 'search-index.json' };
  await mkdir(folder, { recursive: true });
  const pages = await Promise.all(
    PAGES.map(async (page) => ({
      page,
      rendered: renderMarkdown(await readFile(join(root, page.source), 'utf8'), page.source),
    })),
  );
  const files = new Map<string, string>([
    ...pages.map(({ page, rendered }) => [`${page.name}.html`, pageHtml(page, rendered, assets)] as const),
    ['404.html', notFoundHtml(assets)],
    [
      assets.searchIndex,
      JSON.stringify(pages.flatMap(({ page, rendered }) => searchEntries(page, rendered))),
    ],
  ]);
  await Promise.all([...files].map(async ([name, text]) => await writeFile(join(folder, name), text)));
  await compressAll(folder, [...files.keys(), assets.styles, assets.theme, assets.script]);
}

function searchEntries(
  { name, title: pageTitle }: GuidePage,
  { passages }: ReturnType<typeof renderMarkdown>,
): SearchEntry[] {
  return passages.map(({ id, title, text }, index) => ({
    id: index === 0 ? `${name}.html` : `${name}.html#${id}`,
    page: pageTitle,
    title,
    text,
  }));
}

/** Scripts and styles, with a hash of their content in their names. */
async function bundle(folder: string): Promise<Omit<Assets, 'searchIndex'>> {
  await build({
    root: guide,
    configFile: false,
    logLevel: 'error',
    base: './',
    plugins: [designTokens],
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      manifest: 'manifest.json',
      assetsDir: 'assets',
      modulePreload: false,
      rolldownOptions: { input: Object.values(ENTRIES) },
    },
  });
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Record<
    string,
    { file: string } | undefined
  >;
  await rm(join(folder, 'manifest.json'));
  const fileOf = (entry: string) => {
    const file = manifest[entry]?.file;
    if (file === undefined) throw new Error(`Vite has not built ${entry}`);
    return file;
  };
  return { styles: fileOf(ENTRIES.styles), theme: fileOf(ENTRIES.theme), script: fileOf(ENTRIES.script) };
}

async function compressAll(folder: string, names: string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const content = await readFile(path);
      await writeFile(`${path}.gz`, await toGzip(content, { level: 9 }));
      await writeFile(`${path}.br`, await toBrotli(content));
    }),
  );
}
