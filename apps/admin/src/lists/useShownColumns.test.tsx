import { createTheme, ThemeProvider } from '@mui/material';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import type { Column } from './ListBody.tsx';
import { useShownColumns } from './useShownColumns.ts';

const column = (key: string, label: string): Column<unknown> => ({ key, label, render: () => null });
const ENGLISH = [column('Amount', 'Amount'), column('Created', 'Created')];
const GERMAN = [column('Amount', 'Betrag'), column('Created', 'Erstellt')];

const Themed = ({ children }: { children: ReactNode }) => (
  <ThemeProvider theme={createTheme()}>{children}</ThemeProvider>
);
const shown = (columns: readonly Column<unknown>[], chosen: readonly string[]) =>
  renderHook(() => useShownColumns(columns, chosen), { wrapper: Themed }).result.current.map(
    ({ label }) => label,
  );

it('shows the columns of a view that was saved in another language', () => {
  expect(shown(ENGLISH, ['Created'])).toEqual(['Created']);
  expect(shown(GERMAN, ['Created'])).toEqual(['Erstellt']);
});

it('shows those that fit when none of the chosen is there any more', () => {
  expect(shown(GERMAN, ['Erstellt'])).toEqual(['Betrag', 'Erstellt']);
});
