import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '@paydesk/checkout';
import { type Brand, designCss, NO_BRAND } from '@paydesk/design';
import type { FastifyInstance } from 'fastify';
import { FILES } from '../base/files.ts';
import { sendError } from './sendError.ts';

/** Where the built scripts are served. Vite writes the same path into them (apps/checkout/vite.config.ts). */
const CHECKOUT_ASSETS_PATH = '/pay-assets/';

/** A script, and the same compressed when it was built. */
interface Script {
  plain: Buffer;
  compressed: readonly { encoding: string; content: Buffer }[];
}

export interface CheckoutFiles {
  /** The built scripts by name, with a hash; empty if nothing is built. The page works without them. */
  scripts: ReadonlyMap<string, Script>;
  /** Inlined in the page: it is small, and saves phones a request. */
  stylesheet: string;
  /** `'sha256-…'` of the stylesheet, for the content security policy. */
  stylesheetHash: string;
  /** The path of the merchant's logo. */
  logo: string | null;
  scriptsFor(language: Language): { main: string; preload: string[] } | null;
}

type Manifest = Record<string, { file: string }>;

const STYLESHEET = 'src/page.css';

/** Reads the stylesheet and scripts of the checkout page; called once at the start. */
export function readCheckoutFiles(brand: Brand = NO_BRAND): CheckoutFiles {
  const folder = FILES.checkoutPages;
  const { [STYLESHEET]: minified, ...scripts } = readManifest(join(folder, 'manifest.json'));
  const main = scripts['src/client/main.ts'];
  // Without a build the stylesheet is used as it was written.
  const styles = minified === undefined ? FILES.checkoutStyles : join(folder, minified.file);
  const page = readFileSync(styles, 'utf8').trim();
  const stylesheet = designCss(brand.color, { isChosen: false, stylesheet: page }) + page;
  const address = (entry: { file: string }) => `${CHECKOUT_ASSETS_PATH}${entry.file}`;
  return {
    scripts: new Map(Object.values(scripts).map(({ file }) => [file, readScript(join(folder, file))])),
    stylesheet,
    stylesheetHash: `'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'`,
    logo: brand.logo,
    scriptsFor(language) {
      if (main === undefined) return null;
      const texts = scripts[`src/texts/${language}.json`];
      return { main: address(main), preload: texts === undefined ? [] : [address(texts)] };
    },
  };
}

/** The file names contain a hash of the content, so browsers may cache the scripts forever. */
export function serveScripts(app: FastifyInstance, files: CheckoutFiles): void {
  app.get<{ Params: { file: string } }>(`${CHECKOUT_ASSETS_PATH}:file`, async (request, reply) => {
    const script = files.scripts.get(request.params.file);
    if (script === undefined) return await sendError(reply, { reason: 'NOT_FOUND' });
    void reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '));
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const found = script.compressed.find(({ encoding }) => accepts(accepted, encoding));
    return found === undefined
      ? await reply.send(script.plain)
      : await reply.header('content-encoding', found.encoding).send(found.content);
  });
}

/** The smallest first. */
const ENCODINGS = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'gzip', suffix: '.gz' },
];

function readScript(path: string): Script {
  const built = ENCODINGS.filter(({ suffix }) => existsSync(path + suffix));
  return {
    plain: readFileSync(path),
    compressed: built.map(({ encoding, suffix }) => ({ encoding, content: readFileSync(path + suffix) })),
  };
}

/** Whether the header names the encoding, and not with the quality 0. */
const accepts = (header: string, encoding: string): boolean =>
  header.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return name === encoding && !parameters.some((text) => /^q=0(\.0*)?$/.test(text));
  });

function readManifest(path: string): Manifest {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : {};
}
