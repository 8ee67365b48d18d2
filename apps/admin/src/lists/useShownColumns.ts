import { type Theme, useMediaQuery } from '@mui/material';
import { useMemo } from 'react';
import type { Column } from './ListBody.tsx';

/** The columns that the person has chosen, or those that fit the width of the window. */
export function useShownColumns<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | undefined,
): readonly Column<Row>[] {
  const md = useMediaQuery<Theme>((theme) => theme.breakpoints.up('md'));
  const lg = useMediaQuery<Theme>((theme) => theme.breakpoints.up('lg'));
  const xl = useMediaQuery<Theme>((theme) => theme.breakpoints.up('xl'));
  // The same array as long as nothing about it changes: every row is rendered for another one.
  return useMemo(() => {
    const wanted = columns.filter(({ key }) => chosen?.includes(key));
    // Columns that a later version renamed must not leave a list without columns.
    if (wanted.length > 0) return wanted;
    const fits = { md, lg, xl };
    return columns.filter(({ from, isExtra }) => !isExtra && (from === undefined || fits[from]));
  }, [columns, chosen, md, lg, xl]);
}
