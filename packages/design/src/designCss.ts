import { accentOf } from './accent.ts';
import { FONTS, PALETTES, RADII, type Scheme, SIGNALS, STATUS_COLORS, TYPE_SIZES } from './tokens.ts';

/**
 * All tokens as CSS custom properties, in the theme of the system.
 * @param color the brand colour, `#rrggbb`, or null
 * @param isChosen also follows the attribute `data-colors` of the root element, for people who choose a theme
 */
export function designCss(color: string | null, { isChosen }: { isChosen: boolean }): string {
  const dark = block(colorsOf('dark', color));
  const light = block({ ...colorsOf('light', color), ...sizes() });
  return isChosen
    ? `:root${light}@media(prefers-color-scheme:dark){:root:not([data-colors=light])${dark}}:root[data-colors=dark]${dark}`
    : `:root${light}@media(prefers-color-scheme:dark){:root${dark}}`;
}

function colorsOf(scheme: Scheme, color: string | null): Record<string, string> {
  const { ground, paper, ink, quiet, line, divider } = PALETTES[scheme];
  const { accent, onAccent } = accentOf(scheme, color);
  return {
    'color-scheme': scheme,
    '--ground': ground,
    '--paper': paper,
    '--ink': ink,
    '--quiet': quiet,
    '--line': line,
    '--divider': divider,
    '--accent': accent,
    '--on-accent': onAccent,
    '--error': SIGNALS[scheme].error,
    ...Object.fromEntries(
      Object.entries(STATUS_COLORS[scheme]).flatMap(([name, status]) => [
        [`--${name}`, status.ink],
        [`--${name}-ground`, status.ground],
      ]),
    ),
  };
}

const sizes = (): Record<string, string> => ({
  '--radius': `${RADII.control}px`,
  '--radius-card': `${RADII.card}px`,
  '--font': FONTS.text,
  '--mono': FONTS.mono,
  ...Object.fromEntries(Object.entries(TYPE_SIZES).map(([name, size]) => [`--size-${name}`, size])),
});

const block = (properties: Record<string, string>): string =>
  `{${Object.entries(properties)
    .map(([name, value]) => `${name}:${value}`)
    .join(';')}}`;
