import BackIcon from '@mui/icons-material/ChevronLeft';
import NextIcon from '@mui/icons-material/ChevronRight';
import FirstIcon from '@mui/icons-material/FirstPage';
import LastIcon from '@mui/icons-material/LastPage';
import { Box, IconButton, MenuItem, TextField } from '@mui/material';
import { useListContext } from 'react-admin';
import { useFirstPageShown } from '../providers/firstPage.ts';
import { listMetaOf } from '../providers/listMeta.ts';
import { useListPlace } from './useListPlace.ts';
import { plural, t } from '../texts/t.ts';
import { once } from '../texts/translate.ts';
import { locale } from '../texts/currentLanguage.ts';

const SIZES = [10, 25, 50, 100];

/** Which rows of how many, and the way to the others. Capped totals are shown as "10,000+". */
export function ListPagination() {
  const list = useListContext();
  const { data, perPage, setPerPage, hasNextPage, hasPreviousPage, isPending, error } = list;
  const place = useListPlace();
  const isFirstPageShown = useFirstPageShown();
  if (isPending || error || !data || data.length === 0) return null;
  // Below the rows, and so after them.
  if (!isFirstPageShown) return <Box sx={{ height: 42 }} />;
  const { total, totalIsEstimate, nextCursor, previousCursor } = listMetaOf(list);
  return (
    <Box
      component="nav"
      aria-label={t('Pages')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        justifyContent: 'flex-end',
        gap: { xs: 0.5, sm: 1 },
        mt: 1,
        color: 'text.secondary',
        fontSize: '0.9rem',
      }}
    >
      <TextField
        select
        variant="standard"
        value={perPage}
        onChange={(event) => setPerPage(Number(event.target.value))}
        slotProps={{ select: { 'aria-label': t('Rows per page') }, input: { disableUnderline: true } }}
        sx={{ '& .MuiSelect-select': { fontSize: '0.9rem' } }}
      >
        {SIZES.map((size) => (
          <MenuItem key={size} value={size}>
            {plural(size, { one: '{count} row', other: '{count} rows' })}
          </MenuItem>
        ))}
      </TextField>
      <span role="status">
        {pageRangeText({ row: place.row, rows: data.length, total, totalIsEstimate })}
      </span>
      <IconButton size="small" aria-label={t('First page')} disabled={!hasPreviousPage} onClick={place.first}>
        <FirstIcon />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('Previous page')}
        disabled={!hasPreviousPage || previousCursor === undefined}
        onClick={() => previousCursor !== undefined && place.previous(previousCursor)}
      >
        <BackIcon />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('Next page')}
        disabled={!hasNextPage || nextCursor === undefined}
        onClick={() => nextCursor !== undefined && place.next(nextCursor)}
      >
        <NextIcon />
      </IconButton>
      <IconButton size="small" aria-label={t('Last page')} disabled={!hasNextPage} onClick={place.last}>
        <LastIcon />
      </IconButton>
    </Box>
  );
}

interface Shown {
  /** The number of the first row; null if it is not known. */
  row: number | null;
  /** How many rows this page holds. */
  rows: number;
  total?: number | undefined;
  totalIsEstimate?: boolean | undefined;
}

const count = once(() => new Intl.NumberFormat(locale));

/** `"26–50 of 1,234"`, or `"of 10,000+"` where the desk stopped counting. */
export function pageRangeText({ row, rows, total, totalIsEstimate }: Shown): string {
  const span =
    row === null
      ? plural(rows, { one: '{count} row', other: '{count} rows' })
      : `${count().format(row)}–${count().format(row + rows - 1)}`;
  return total === undefined
    ? span
    : t('{span} of {total}', { span, total: countText(total, totalIsEstimate) });
}

/** `"10,000+"` where the desk stopped counting. */
export const countText = (total: number, isEstimate: boolean | undefined): string =>
  `${count().format(total)}${isEstimate ? '+' : ''}`;
