export type Scheme = 'light' | 'dark';

/** Surfaces and text; `quiet` text has a contrast of at least 4.5 to 1 on every surface. */
export const PALETTES = {
  light: {
    ground: '#f4f6f8',
    paper: '#ffffff',
    ink: '#16202a',
    quiet: '#51606e',
    /** Borders of fields and buttons. */
    line: '#c6d0d8',
    /** Between rows and around cards. */
    divider: '#dfe5ea',
    bar: '#1b2733',
    onBar: '#ffffff',
  },
  dark: {
    ground: '#0e1319',
    paper: '#161d25',
    ink: '#e9eef2',
    quiet: '#a3b1be',
    line: '#3a4754',
    divider: '#2a3541',
    bar: '#161d25',
    onBar: '#e9eef2',
  },
} as const satisfies Record<Scheme, Record<string, string>>;

/** The accent of a desk without a brand colour. */
export const DEFAULT_ACCENTS = {
  light: { accent: '#0b6b66', onAccent: '#ffffff' },
  dark: { accent: '#5fd0c5', onAccent: '#04211f' },
} as const satisfies Record<Scheme, { accent: string; onAccent: string }>;

/** Colours of icons, buttons and messages that report an outcome. */
export const SIGNALS = {
  light: { error: '#b3261e', warning: '#8a5300', success: '#1b6e3c', info: '#1c5fa8' },
  dark: { error: '#ff8a80', warning: '#f2b559', success: '#6fd394', info: '#82b8f2' },
} as const satisfies Record<Scheme, Record<string, string>>;

type Status = 'success' | 'info' | 'warning' | 'danger' | 'secondary' | 'primary';

/**
 * Ink and ground of a status; every pair has a contrast of at least 4.5 to 1. They do not follow the brand: red
 * must stay red.
 */
export const STATUS_COLORS: Record<Scheme, Record<Status, { ink: string; ground: string }>> = {
  light: {
    success: { ink: '#14532d', ground: '#dcf3e4' },
    info: { ink: '#174a83', ground: '#dfecfa' },
    warning: { ink: '#6b4100', ground: '#fbecd0' },
    danger: { ink: '#8c1d18', ground: '#fbe1df' },
    secondary: { ink: '#43505c', ground: '#e9edf0' },
    primary: { ink: '#0a524e', ground: '#d9f1ee' },
  },
  dark: {
    success: { ink: '#8fe0ac', ground: '#173524' },
    info: { ink: '#a5cdf7', ground: '#182f48' },
    warning: { ink: '#f6c87e', ground: '#3b2c10' },
    danger: { ink: '#ffb0a8', ground: '#431c1a' },
    secondary: { ink: '#bac6d0', ground: '#26303a' },
    primary: { ink: '#86ddd4', ground: '#12332f' },
  },
};

/** Corner radii in pixels: of fields and buttons, and of cards. */
export const RADII = { control: 8, card: 14 } as const;

/** System fonts: nothing is loaded. */
export const FONTS = {
  text: 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif',
  mono: 'ui-monospace, Menlo, Consolas, monospace',
} as const;

/** The type scale. */
export const TYPE_SIZES = {
  label: '0.8125rem',
  small: '0.875rem',
  body: '0.9375rem',
  heading: '1rem',
  title: '1.375rem',
} as const;
