import { accentOf, FONTS, PALETTES, RADII, SIGNALS, TYPE_SIZES } from '@paydesk/design';
import { defaultTheme, type RaThemeOptions } from 'react-admin';
import { BRAND_COLOR } from './brand.ts';
import type { ColorScheme } from './colorScheme.ts';
import { componentTexts } from './componentTexts.ts';
import { direction } from './StyleDirection.tsx';

/** The tokens of the design as a palette of the component library. */
function paletteOf(scheme: ColorScheme) {
  const { ground, paper, ink, quiet, divider, bar, onBar } = PALETTES[scheme];
  const { error, warning, success, info } = SIGNALS[scheme];
  const { accent, onAccent } = accentOf(scheme, BRAND_COLOR);
  return {
    mode: scheme,
    primary: { main: accent, contrastText: onAccent },
    secondary: { main: bar, contrastText: onBar },
    error: { main: error },
    warning: { main: warning },
    success: { main: success },
    info: { main: info },
    background: { default: ground, paper },
    text: { primary: ink, secondary: quiet },
    divider,
  };
}

/** The desk's look: dense, quiet, system fonts, one accent colour. */
export function adminTheme(scheme: ColorScheme): RaThemeOptions {
  const palette = paletteOf(scheme);
  return {
    ...defaultTheme,
    direction,
    palette,
    shape: { borderRadius: RADII.control },
    sidebar: { width: 216, closedWidth: 52 },
    typography: {
      fontFamily: FONTS.text,
      fontSize: 13.5,
      h1: { fontSize: TYPE_SIZES.title, fontWeight: 650, lineHeight: 1.3 },
      h2: { fontSize: TYPE_SIZES.heading, fontWeight: 650, lineHeight: 1.4 },
      h6: { fontSize: TYPE_SIZES.heading, fontWeight: 600 },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: {
      ...defaultTheme.components,
      ...componentTexts,
      MuiCssBaseline: {
        styleOverrides: {
          body: { overflowWrap: 'anywhere', fontSize: '0.9rem' },
          // A number of two digits would otherwise break in the middle.
          '.MuiBadge-badge': { overflowWrap: 'normal' },
          'code, .mono': {
            fontFamily: FONTS.mono,
            fontSize: '0.92em',
          },
        },
      },
      MuiPaper: {
        defaultProps: { elevation: 0 },
        styleOverrides: { root: { backgroundImage: 'none' }, outlined: { borderColor: palette.divider } },
      },
      MuiCard: { defaultProps: { variant: 'outlined' } },
      MuiAppBar: {
        styleOverrides: {
          root: {
            backgroundColor: palette.secondary.main,
            color: palette.secondary.contrastText,
            boxShadow: 'none',
            borderBottom: `1px solid ${palette.divider}`,
          },
        },
      },
      MuiButton: {
        defaultProps: { disableElevation: true, size: 'small' },
        styleOverrides: { root: { '&.Mui-disabled': { color: palette.text.secondary } } },
      },
      MuiTextField: { defaultProps: { variant: 'outlined', size: 'small' } },
      MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small' } },
      MuiTableCell: {
        styleOverrides: {
          root: { padding: '7px 12px', borderColor: palette.divider },
          head: {
            fontSize: '0.78rem',
            fontWeight: 650,
            color: palette.text.secondary,
            whiteSpace: 'nowrap',
            backgroundColor: palette.background.paper,
          },
        },
      },
      MuiTab: { styleOverrides: { root: { minHeight: 40 } } },
      MuiTooltip: {
        defaultProps: { arrow: true },
        styleOverrides: { tooltip: { fontSize: '0.8rem', maxWidth: 320 } },
      },
      RaMenuItemLink: {
        styleOverrides: {
          root: {
            borderRadius: 6,
            margin: '1px 8px',
            paddingTop: 5,
            paddingBottom: 5,
            color: palette.text.secondary,
            '&.RaMenuItemLink-active': {
              color: palette.primary.main,
              backgroundColor: accentOf(scheme, BRAND_COLOR).tint,
              fontWeight: 650,
            },
          },
        },
      },
    },
  };
}
