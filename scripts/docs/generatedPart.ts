import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const END = '<!-- End of the generated part -->';
const root = resolve(import.meta.dirname, '../..');

/** A part of a page that a script writes from a table of the code. */
export interface GeneratedPart {
  /** From the root of the repository. */
  page: string;
  /** The comment that begins the part: it names the script and the table. */
  begin: string;
  text(): string;
}

/** The page as it is, and with the part written again. */
export function readGenerated({ page, begin, text }: GeneratedPart): { present: string; generated: string } {
  const present = readFileSync(resolve(root, page), 'utf8');
  const [before, rest] = present.split(begin);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${page} has lost its marks`);
  return { present, generated: `${before}${begin}\n\n${text()}\n\n${END}${after}` };
}

export function writeGenerated(part: GeneratedPart): void {
  writeFileSync(resolve(root, part.page), readGenerated(part).generated);
}
