import { accentOf } from './accent.ts';
import { FONTS, PALETTES, RADII, type Scheme, SIGNALS, STATUS_COLORS, TYPE_SIZES } from './tokens.ts';

/**
 * The tokens as CSS custom properties, in the theme of the system.
 * @param color the brand colour, `#rrggbb`, or null
 * @param isChosen also follows the attribute `data-colors` of the root element, for people who choose a theme
 * @param stylesheet what uses the tokens: others are left out; by default there are all
 */
export function designCss(
  color: string | null,
  { isChosen, stylesheet }: { isChosen: boolean; stylesheet?: string },
): string {
  const isUsed = (name: string) =>
    stylesheet === undefined || !name.startsWith('--') || stylesheet.includes(`var(${name})`);
  const dark = block(colorsOf('dark', color), isUsed);
  const light = block({ ...colorsOf('light', color), ...sizes() }, isUsed);
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

const block = (properties: Record<string, string>, isUsed: (name: string) => boolean): string =>
  `{${Object.entries(properties)
    .filter(([name]) => isUsed(name))
    .map(([name, value]) => `${name}:${value}`)
    .join(';')}}`;
