import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

const docs = resolve(import.meta.dirname, '../../../../docs/integrate');

export interface CodeBlock {
  /** The page's name, without `.md`. */
  page: string;
  /** The word after the three backquotes: `sh`, `ts`, `py`, `php`, `json`; empty where nothing is to be run. */
  language: string;
  code: string;
}

/** Every code block of docs/integrate, page by page, in their order. */
export const codeBlocks: readonly CodeBlock[] = globSync('*.md', { cwd: docs })
  .toSorted()
  .flatMap((file) =>
    [...readFileSync(resolve(docs, file), 'utf8').matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(
      ([, language = '', code = '']) => ({ page: basename(file, '.md'), language, code }),
    ),
  );

export const blocksOf = (language: string, page?: string): string[] =>
  codeBlocks
    .filter((block) => block.language === language && (page === undefined || block.page === page))
    .map(({ code }) => code);
