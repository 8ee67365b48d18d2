/**
 * The layers of apps/checkout/src, from the top down: folders, and files without their extension. Imports only go
 * down; modules of one layer do not import each other.
 */
export const checkoutLayers: readonly (readonly string[])[] = [
  ['index', 'client'],
  ['page'],
  ['qrCode', 'texts', 'replies'],
  ['html', 'languages', 'checkoutView'],
];
