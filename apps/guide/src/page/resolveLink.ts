import { posix } from 'node:path';
import { PAGES } from '../navigation.ts';

/** Where a link of a page leads. */
export type LinkTarget =
  | { kind: 'guide'; href: string }
  /** A file of the repository that has no page here. */
  | { kind: 'repository'; path: string }
  | { kind: 'web'; href: string };

const DOCUMENTATION_FOLDER = 'docs/integrate';

/** Turns a link, as it stands in a Markdown file of the repository, into one between pages. */
export function resolveLink(href: string, source: string): LinkTarget {
  if (/^[a-z]+:/.test(href)) return { kind: 'web', href };
  const [target = '', anchor] = href.split('#');
  const suffix = anchor === undefined ? '' : `#${anchor}`;
  if (target === '') return { kind: 'guide', href: suffix };
  const path = posix.normalize(posix.join(posix.dirname(source), target));
  const page = PAGES.find((candidate) => candidate.source === path);
  if (page !== undefined) return { kind: 'guide', href: `${page.name}.html${suffix}` };
  if (path.startsWith(`${DOCUMENTATION_FOLDER}/`))
    throw new Error(`${source} links to ${path}, which src/navigation.ts does not name`);
  return { kind: 'repository', path };
}
