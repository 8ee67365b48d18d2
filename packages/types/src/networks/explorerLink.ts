import { networkOf } from './registry.ts';

/** Page of a transaction on a public explorer, or null: unknown network, no explorer, no usable hash. */
export function transactionExplorerLink(
  network: string | null | undefined,
  hash: string | null | undefined,
): string | null {
  return fill(networkOf(network)?.transactionExplorer, '{hash}', hash);
}

/** Page of an address on a public explorer, or null. */
export function addressExplorerLink(
  network: string | null | undefined,
  address: string | null | undefined,
): string | null {
  return fill(networkOf(network)?.addressExplorer, '{address}', address);
}

function fill(
  template: string | null | undefined,
  slot: string,
  value: string | null | undefined,
): string | null {
  const text = value?.trim();
  if (template == null || !text || !linkable.test(text)) return null;
  // Explorers expect `kaspa:` and Hedera's `@` as they are written.
  const encoded = encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%40', '@');
  return template.replace(slot, () => encoded);
}

/** The characters of hashes and addresses; text with others (blanks, quotes, `<`) gets no link. */
const linkable = /^[0-9A-Za-z@:._+/=-]{1,200}$/;
