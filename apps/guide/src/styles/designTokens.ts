import { accentOf, PALETTES, STATUS_COLORS } from '@paydesk/design';
import type { Plugin } from 'vite';

/** The colours of checkout page and admin app, by the names that guide.css uses: light, then dark. */
const COLORS: Record<string, readonly [light: string, dark: string]> = {
  ground: [PALETTES.light.paper, PALETTES.dark.ground],
  panel: [PALETTES.light.ground, PALETTES.dark.paper],
  line: [PALETTES.light.divider, PALETTES.dark.divider],
  text: [PALETTES.light.ink, PALETTES.dark.ink],
  soft: [PALETTES.light.quiet, PALETTES.dark.quiet],
  link: [accentOf('light', null).accent, accentOf('dark', null).accent],
  chosen: [STATUS_COLORS.light.primary.ground, STATUS_COLORS.dark.primary.ground],
};

const css = `:root{${Object.entries(COLORS)
  .map(([name, [light, dark]]) => `--${name}:light-dark(${light},${dark})`)
  .join(';')}}`;

/** Puts them before the stylesheet of the guide. */
export const designTokens: Plugin = {
  name: 'design-tokens',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('/guide.css') ? css + code : null),
};
