import { type Theme, useMediaQuery } from '@mui/material';
import type { Column } from './ListBody.tsx';

/** The columns that the person has chosen, or those that fit the width of the window. */
export function useShownColumns<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | undefined,
): readonly Column<Row>[] {
  const widths = {
    md: useMediaQuery<Theme>((theme) => theme.breakpoints.up('md')),
    lg: useMediaQuery<Theme>((theme) => theme.breakpoints.up('lg')),
    xl: useMediaQuery<Theme>((theme) => theme.breakpoints.up('xl')),
  };
  const wanted = columns.filter(({ key }) => chosen?.includes(key));
  // Columns that a later version renamed must not leave a list without columns.
  if (wanted.length > 0) return wanted;
  return columns.filter(({ from, isExtra }) => !isExtra && (from === undefined || widths[from]));
}
