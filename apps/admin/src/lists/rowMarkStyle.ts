import { alpha, keyframes, type SxProps, type Theme } from '@mui/material';
import type { RowMark } from './mergeRows.ts';

const fade = keyframes`from { background-color: var(--row-mark); } to { background-color: transparent; }`;

/** A quiet highlight that fades; without motion for those who want none. A row that is gone is pale. */
export const rowMarkStyle: Record<RowMark, SxProps<Theme>> = {
  new: highlight(0.2),
  changed: highlight(0.12),
  gone: { opacity: 0.5 },
};

function highlight(strength: number): SxProps<Theme> {
  return {
    '--row-mark': (theme: Theme) => alpha(theme.palette.primary.main, strength),
    animation: `${fade} 3s ease-out`,
    '@media (prefers-reduced-motion: reduce)': { animation: 'none', backgroundColor: 'var(--row-mark)' },
  };
}
