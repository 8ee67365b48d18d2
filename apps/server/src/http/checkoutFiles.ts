import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Language } from '@paydesk/checkout';

/** Where the built script is served. Vite writes the same path into it (apps/checkout/vite.config.ts). */
export const CHECKOUT_ASSETS_PATH = '/pay-assets/';

export interface CheckoutFiles {
  /**
   * The built scripts by their names, hash included; empty when nothing is built. The page works all the
   * same.
   */
  scripts: ReadonlyMap<string, Buffer>;
  /** Stands in the page itself: it is small, and one request less is what a phone notices. */
  stylesheet: string;
  /** `'sha256-…'` of the stylesheet, for the content security policy. */
  stylesheetHash: string;
  scriptsFor(language: Language): { main: string; preload: string[] } | null;
}

type Manifest = Record<string, { file: string }>;

const STYLESHEET = 'src/page.css';

/** The checkout page's built files, read once at the start. */
export function readCheckoutFiles(checkoutFolder: string = checkoutPackage()): CheckoutFiles {
  const folder = join(checkoutFolder, 'dist');
  const { [STYLESHEET]: minified, ...scripts } = readManifest(join(folder, 'manifest.json'));
  const main = scripts['src/client/main.ts'];
  // Without a build the stylesheet is used as it was written.
  const styles = minified === undefined ? join(checkoutFolder, STYLESHEET) : join(folder, minified.file);
  const stylesheet = readFileSync(styles, 'utf8').trim();
  const address = (entry: { file: string }) => `${CHECKOUT_ASSETS_PATH}${entry.file}`;
  return {
    scripts: new Map(Object.values(scripts).map(({ file }) => [file, readFileSync(join(folder, file))])),
    stylesheet,
    stylesheetHash: `'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'`,
    scriptsFor(language) {
      if (main === undefined) return null;
      const texts = scripts[`src/texts/${language}.json`];
      return { main: address(main), preload: texts === undefined ? [] : [address(texts)] };
    },
  };
}

function checkoutPackage(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@paydesk/checkout')), '..');
}

function readManifest(path: string): Manifest {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : {};
}
