import { encode } from 'uqr';
import { html, type Html } from './html.ts';

/**
 * A QR code as inline SVG: an address is never sent to a third party. Dark on white in every theme, with the
 * quiet zone of four modules that scanners require.
 */
export function qrCode(data: string, label: string): Html {
  const { size, data: modules } = encode(data, { ecc: 'M', border: 4 });
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}"
shape-rendering="crispEdges"><path fill="#fff"
d="M0 0h${size}v${size}H0z"/><path stroke="#000" d="${strokes(modules)}"/></svg>`;
}

/**
 * One stroke, a module wide, for each run of dark modules. Moves are relative, which is the shortest form.
 */
function strokes(modules: boolean[][]): string {
  return modules
    .map((row, y) => {
      const runs = [
        ...row
          .map((dark) => (dark ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
      ];
      let end = 0;
      return runs
        .map(({ 0: run, index }, place) => {
          const move = place === 0 ? `M${index} ${y}.5` : `m${index - end} 0`;
          end = index + run.length;
          return `${move}h${run.length}`;
        })
        .join('');
    })
    .join('');
}
