import { expect } from 'vitest';

/*
 * A file named `*.de.test.tsx` tests pages in German. The language of a page is chosen when its modules are loaded, so
 * this is the first import of the setup.
 */
const [, language] = /\.([a-z]{2})\.test\.tsx$/.exec(expect.getState().testPath ?? '') ?? [];
if (language !== undefined) localStorage.setItem('paydesk.language', language);
