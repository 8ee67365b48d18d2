import { createHash } from 'node:crypto';
import { networkLabel } from '@paydesk/types';

interface Drawn {
  /** Base ticker, "USDT". */
  token: string;
  network: string;
  /** Whether this is a coin on its own chain; a token shows its network in the corner. */
  isNative: boolean;
}

/**
 * Colours that users associate with these tokens; others get one from their letters. All are dark enough for
 * white text.
 */
const KNOWN_COLOURS: Readonly<Record<string, string>> = {
  BTC: '#b35c00',
  ETH: '#4a5fc1',
  USDT: '#1a7a5e',
  USDC: '#1f63b5',
  DAI: '#966400',
  BNB: '#8a6500',
  SOL: '#7a3fd0',
  XRP: '#2f3a44',
  TRX: '#c01526',
  LTC: '#345d9d',
  DOGE: '#85702a',
  TON: '#0073a8',
  ADA: '#0033ad',
  DOT: '#c8005f',
  AVAX: '#c42f30',
  MATIC: '#7440d4',
  POL: '#7440d4',
  XMR: '#b34700',
  XLM: '#33414e',
  BCH: '#2a7a3b',
};

/**
 * A logo for a currency: up to four letters of its token on a colour that is always the same for that token.
 * Uses no trademark and fetches nothing.
 */
export function drawCurrencyLogo({ token, network, isNative }: Drawn): string {
  const letters =
    token
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, '')
      .slice(0, 4) || '?';
  const size = { 1: 30, 2: 25, 3: 20, 4: 16 }[letters.length] ?? 16;
  const label = networkLabel(network) ?? network;
  const title = isNative ? token : `${token} (${label})`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<circle cx="32" cy="32" r="32" fill="${colourOf(token)}"/>`,
    text(letters, { x: 32, y: 33, size }),
    isNative ? '' : corner(network),
    '</svg>',
  ].join('');
}

/** The colour and first letters of the network: USDT on Tron and on Ethereum must not look the same. */
function corner(network: string): string {
  const letters = network
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(0, 3);
  return [
    `<circle cx="50" cy="50" r="14" fill="#fff"/>`,
    `<circle cx="50" cy="50" r="12" fill="${colourOf(network)}"/>`,
    text(letters, { x: 50, y: 50.5, size: 8.5 }),
  ].join('');
}

function text(letters: string, { x, y, size }: { x: number; y: number; size: number }): string {
  const font = 'font-family="system-ui, Arial, sans-serif" font-weight="700"';
  const middle = 'text-anchor="middle" dominant-baseline="central"';
  return `<text x="${x}" y="${y}" fill="#fff" ${font} font-size="${size}" ${middle}>${letters}</text>`;
}

function colourOf(name: string): string {
  const known = KNOWN_COLOURS[name.toUpperCase()];
  if (known !== undefined) return known;
  const hue = createHash('sha256').update(name.toUpperCase()).digest().readUInt16BE(0) % 360;
  return `hsl(${hue} 60% 30%)`;
}

function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
