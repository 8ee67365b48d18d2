/** One look for the checkout page and the admin app, with the brand of whoever runs the desk. */
export { accentOf, isReadable } from './accent.ts';
export { type Brand, NO_BRAND, PRODUCT_NAME, readBrand, withBrand } from './brand.ts';
export { contrast } from './contrast.ts';
export { designCss } from './designCss.ts';
export { FONTS, PALETTES, RADII, type Scheme, SIGNALS, STATUS_COLORS, TYPE_SIZES } from './tokens.ts';
