import { type Brand, PRODUCT_NAME, readBrand } from '@paydesk/design';

/** Name, colour and logo that the desk has put into this page. */
const brand: Brand = readBrand(
  document.querySelector<HTMLMetaElement>('meta[name="brand"]')?.getAttribute('content'),
);

export const BRAND_COLOR = brand.color;
export const BRAND_NAME = brand.name ?? PRODUCT_NAME;
export const BRAND_LOGO = brand.logo ?? '/favicon.svg';

/** Puts the desk's name in place of the product's, in a text of any language. */
export const withBrandName = (text: string): string => text.replace(PRODUCT_NAME, () => BRAND_NAME);
