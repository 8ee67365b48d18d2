import { designCss } from './designCss.ts';

/** Name, colour and logo of whoever runs the desk; null: the desk's own. */
export interface Brand {
  name: string | null;
  /** `#rrggbb` */
  color: string | null;
  /** The logo's path at this desk's own origin. */
  logo: string | null;
}

export const NO_BRAND: Brand = { name: null, color: null, logo: null };

/** The name of the product, where a desk has no name of its own. */
export const PRODUCT_NAME = 'Paydesk';

const BLOCK = /<!--brand-->[^]*<!--\/brand-->/;

/**
 * The admin app's page with the brand in its head: title, icon, custom properties, and the facts for the script.
 * Called by the build without a brand, and by the server for one that has been set.
 * @param page HTML with the comments `<!--brand-->` and `<!--/brand-->`; without them it stays as it is
 */
export function withBrand(page: string, brand: Brand): string {
  const icon =
    brand.logo === null ? ' href="/favicon.svg" type="image/svg+xml"' : ` href="${escape(brand.logo)}"`;
  const head = [
    '<!--brand-->',
    `<title>${escape(brand.name ?? PRODUCT_NAME)}</title>`,
    `<link rel="icon"${icon} />`,
    `<meta name="brand" content="${escape(JSON.stringify(brand))}" />`,
    `<style>${designCss(brand.color, { isChosen: true })}</style>`,
    '<!--/brand-->',
  ].join('');
  return page.replace(BLOCK, () => head);
}

/** The brand from the content of the element `<meta name="brand">`; the desk's own where there is none. */
export function readBrand(content: string | null | undefined): Brand {
  return content ? { ...NO_BRAND, ...(JSON.parse(content) as Partial<Brand>) } : NO_BRAND;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
