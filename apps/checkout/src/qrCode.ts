import { encode } from 'uqr';
import { html, type Html } from './html.ts';

/**
 * A QR code as inline SVG, drawn here: an address never goes to a third party. Dark on white in every theme, with the four modules of
 * quiet zone that scanners ask for.
 */
export function qrCode(data: string, label: string): Html {
  const { size, data: modules } = encode(data, { ecc: 'M', border: 4 });
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${outline(modules)}"/></svg>`;
}

/** One horizontal bar for each run of dark modules. */
function outline(modules: boolean[][]): string {
  let path = '';
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      const start = x;
      while (row[x + 1] === true) x += 1;
      path += `M${start} ${y}h${x - start + 1}v1H${start}z`;
    }
  });
  return path;
}
