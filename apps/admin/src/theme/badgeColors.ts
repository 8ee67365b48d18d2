import type { BadgeColor } from '@paydesk/types/rules';
import type { ColorScheme } from './colorScheme.ts';

/** Ink and ground of a badge; every pair has a contrast of at least 4.5 to 1. */
export const BADGE_COLORS: Record<ColorScheme, Record<BadgeColor, { ink: string; ground: string }>> = {
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
