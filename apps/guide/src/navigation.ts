/** A page of the guide. */
export interface GuidePage {
  /** The Markdown file, from the root of the repository. */
  source: string;
  /** The name of the page in the site, without `.html`. */
  name: string;
  /** Its short name in the navigation. */
  title: string;
}

/** A section of the navigation. */
interface Section {
  title: string;
  pages: readonly GuidePage[];
}

const page = (name: string, title: string): GuidePage => ({
  source: `docs/integrate/${name}.md`,
  name,
  title,
});

/** All pages, in the order in which a reader needs them. */
export const NAVIGATION: readonly Section[] = [
  {
    title: 'Start',
    pages: [
      { source: 'docs/integrate/README.md', name: 'index', title: 'Overview' },
      page('quick-start', 'Quick start'),
      { source: 'packages/client/README.md', name: 'client', title: 'TypeScript client' },
      page('rest', 'REST'),
      { source: 'examples/README.md', name: 'examples', title: 'Examples' },
    ],
  },
  {
    title: 'Events',
    pages: [page('events', 'Events'), page('webhooks', 'Webhooks')],
  },
  {
    title: 'Requests',
    pages: [
      page('requests', 'Requests'),
      page('references', 'Own references'),
      page('idempotency', 'Idempotency'),
      page('pagination', 'Pagination'),
      page('limits', 'Limits'),
      page('errors', 'Errors A–Z'),
    ],
  },
  {
    title: 'Going live',
    pages: [
      page('browsers', 'Browsers and CORS'),
      page('testing', 'Testing'),
      { source: 'packages/testing/README.md', name: 'test-kit', title: 'Test kit' },
      page('versions', 'Versions'),
    ],
  },
];

export const PAGES: readonly GuidePage[] = NAVIGATION.flatMap(({ pages }) => pages);
