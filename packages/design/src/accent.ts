import { channelsOf, colorOf, contrast } from './contrast.ts';
import { DEFAULT_ACCENTS, PALETTES, type Scheme } from './tokens.ts';

/** The contrast of text that WCAG 2.2 AA requires. */
const READABLE = 4.5;

/** How much of the accent is in the ground of a chosen menu item. */
const TINTS = { light: 0x14 / 0xff, dark: 0x1f / 0xff };

/** Steps from a colour to black or white. */
const STEPS = 100;

/**
 * The accent of a theme, for links, buttons and focus rings, and the text on it. A brand colour that would be
 * unreadable there is darkened (light theme) or lightened (dark theme) until it is readable; its hue stays.
 * @param color `#rrggbb`; null is the desk's own accent
 */
export function accentOf(
  scheme: Scheme,
  color: string | null,
): { accent: string; onAccent: string; tint: string } {
  const { accent, onAccent } =
    color === null
      ? DEFAULT_ACCENTS[scheme]
      : {
          accent: readable(scheme, color.toLowerCase()),
          onAccent: scheme === 'light' ? '#ffffff' : PALETTES.dark.ground,
        };
  return { accent, onAccent, tint: tinted(scheme, accent) };
}

/** Whether text in this colour is readable on every surface of the theme, and the theme's text on it. */
export function isReadable(scheme: Scheme, color: string): boolean {
  const { ground, paper } = PALETTES[scheme];
  return [ground, paper, tinted(scheme, color)].every((surface) => contrast(color, surface) >= READABLE);
}

function readable(scheme: Scheme, color: string): string {
  const end = scheme === 'light' ? 0 : 1;
  for (let step = 0; step < STEPS; step += 1) {
    const candidate = mixed(color, end, step / STEPS);
    if (isReadable(scheme, candidate)) return candidate;
  }
  return mixed(color, end, 1);
}

/** The colour with a part of black (0) or white (1). */
const mixed = (color: string, end: 0 | 1, part: number): string =>
  colorOf(channelsOf(color).map((channel) => channel + (end - channel) * part));

function tinted(scheme: Scheme, color: string): string {
  const paper = channelsOf(PALETTES[scheme].paper);
  return colorOf(
    channelsOf(color).map((channel, index) => {
      const under = paper[index] ?? 0;
      return under + (channel - under) * TINTS[scheme];
    }),
  );
}
