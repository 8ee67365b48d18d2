import CloseIcon from '@mui/icons-material/Close';
import { Box, Drawer, IconButton } from '@mui/material';
import type { ReactNode } from 'react';
import { Facts } from '../fields/Facts.tsx';
import { TextLink } from '../fields/links.tsx';
import type { Column } from './ListBody.tsx';
import { t } from '../texts/t.ts';

interface RowPreviewProps<Row> {
  row: Row;
  /** Of its page. */
  path: string;
  name: string;
  columns: readonly Column<Row>[];
  /** What its own page says about it, below its columns. */
  preview?: ((row: Row) => ReactNode) | undefined;
  close: () => void;
}

/** A row beside its list, which stays usable: the arrow keys go to the next one. */
export function RowPreview<Row>({ row, path, name, columns, preview, close }: RowPreviewProps<Row>) {
  return (
    <Drawer
      variant="persistent"
      anchor="right"
      open
      onKeyDown={({ key }) => key === 'Escape' && close()}
      slotProps={{
        paper: {
          role: 'complementary',
          'aria-label': t('Preview of {name}', { name }),
          sx: { width: 'min(420px, 100vw)', p: 2, pt: 8, boxShadow: 6 },
        },
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 2 }}>
        <Box component="strong" aria-live="polite" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          {name}
        </Box>
        <TextLink to={path}>{t('Open the page')}</TextLink>
        <IconButton size="small" aria-label={t('Close the preview')} onClick={close}>
          <CloseIcon />
        </IconButton>
      </Box>
      <Facts
        facts={columns
          .filter(({ isExtra }) => !isExtra || preview === undefined)
          .map(({ label, render }) => [label, render(row)] as const)}
      />
      {preview && <Box sx={{ mt: 2, pt: 2, borderTop: 1, borderColor: 'divider' }}>{preview(row)}</Box>}
      <Box sx={{ mt: 'auto', pt: 2, color: 'text.secondary', fontSize: '0.85rem' }}>
        {t('↑ ↓ next row · Enter opens it · Esc closes')}
      </Box>
    </Drawer>
  );
}
