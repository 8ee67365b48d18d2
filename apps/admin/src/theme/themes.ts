import { defaultTheme, type RaThemeOptions } from 'react-admin';
import type { ColorScheme } from './colorScheme.ts';
import { componentTexts } from './componentTexts.ts';
import { direction } from './StyleDirection.tsx';

const palettes = {
  light: {
    mode: 'light' as const,
    primary: { main: '#0b6b66', contrastText: '#ffffff' },
    secondary: { main: '#1b2733', contrastText: '#ffffff' },
    error: { main: '#b3261e' },
    warning: { main: '#8a5300' },
    success: { main: '#1b6e3c' },
    info: { main: '#1c5fa8' },
    background: { default: '#f4f6f8', paper: '#ffffff' },
    text: { primary: '#16202a', secondary: '#51606e' },
    divider: '#dfe5ea',
  },
  dark: {
    mode: 'dark' as const,
    primary: { main: '#5fd0c5', contrastText: '#04211f' },
    secondary: { main: '#161d25', contrastText: '#e9eef2' },
    error: { main: '#ff8a80' },
    warning: { main: '#f2b559' },
    success: { main: '#6fd394' },
    info: { main: '#82b8f2' },
    background: { default: '#0e1319', paper: '#161d25' },
    text: { primary: '#e9eef2', secondary: '#a3b1be' },
    divider: '#2a3541',
  },
};

const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

/** The desk's look: dense, quiet, system fonts, one accent colour. */
export function adminTheme(scheme: ColorScheme): RaThemeOptions {
  const palette = palettes[scheme];
  return {
    ...defaultTheme,
    direction,
    palette,
    shape: { borderRadius: 8 },
    sidebar: { width: 216, closedWidth: 52 },
    typography: {
      fontFamily,
      fontSize: 13.5,
      h1: { fontSize: '1.375rem', fontWeight: 650, lineHeight: 1.3 },
      h2: { fontSize: '1rem', fontWeight: 650, lineHeight: 1.4 },
      h6: { fontSize: '1rem', fontWeight: 600 },
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
            fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
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
              backgroundColor: scheme === 'dark' ? '#5fd0c51f' : '#0b6b6614',
              fontWeight: 650,
            },
          },
        },
      },
    },
  };
}
