import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES } from '../../src/texts/languages.ts';
import { launchBrowser, openDesk, signIn } from './desk.ts';
import { findPages } from './pages.ts';
import { walkPages } from './walkPages.ts';

/*
 * Every page in each language, width and colours, with a screenshot of each:
 *   node apps/admin/e2e/walk/main.ts [--base URL --email E-MAIL --password PASSWORD] [--languages en,ar]
 *     [--widths 1440,820,390] [--pages payments,users] [--out test-results/walk]
 * Without `--base` it starts a desk with demo data. Ends with 1 when a page has a problem.
 */
const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    languages: { type: 'string', default: 'en,ar' },
    widths: { type: 'string', default: '1440,820,390' },
    pages: { type: 'string', default: '' },
    out: { type: 'string', default: resolve(import.meta.dirname, '../../../../test-results/walk') },
  },
});
mkdirSync(values.out, { recursive: true });
const languages = LANGUAGES.filter((language) => values.languages.split(',').includes(language));
const widths = values.widths.split(',').map(Number);

const desk = await openDesk(values);
const browser = await launchBrowser();
let problems = 0;
try {
  const session = await signIn(browser, desk);
  const only = values.pages.split(',').filter((name) => name !== '');
  const pages = (await findPages(browser, session)).filter(
    (page) => only.length === 0 || only.some((name) => page.startsWith(name)),
  );
  for (const language of languages)
    for (const width of widths) {
      const found = await walkPages(browser, { ...session, language, width, pages, out: values.out });
      problems += found.length;
      for (const problem of found) process.stdout.write(`${problem}\n`);
      process.stdout.write(`${language} ${width}: ${pages.length} pages in light and dark\n`);
    }
} finally {
  await browser.close();
  await desk.stop();
}
process.stdout.write(`${problems} problems; screenshots in ${values.out}\n`);
process.exitCode = problems === 0 ? 0 : 1;
