import BackIcon from '@mui/icons-material/ChevronLeft';
import NextIcon from '@mui/icons-material/ChevronRight';
import { Box, IconButton, MenuItem, TextField } from '@mui/material';
import { useListContext } from 'react-admin';

const SIZES = [10, 25, 50, 100];

interface ListMeta {
  total?: number;
  totalIsEstimate?: boolean;
}

/** Which rows of how many, and the way to the others. Capped totals are shown as "10,000+". */
export function ListPagination() {
  const { data, page, perPage, setPage, setPerPage, hasNextPage, hasPreviousPage, meta, isPending, error } =
    useListContext();
  if (isPending || error || !data || (data.length === 0 && page === 1)) return null;
  const { total, totalIsEstimate } = (meta ?? {}) as ListMeta;
  return (
    <Box
      component="nav"
      aria-label="Pages"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        justifyContent: 'flex-end',
        gap: 1,
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
        slotProps={{ select: { 'aria-label': 'Rows per page' }, input: { disableUnderline: true } }}
        sx={{ '& .MuiSelect-select': { fontSize: '0.9rem' } }}
      >
        {SIZES.map((size) => (
          <MenuItem key={size} value={size}>{`${size} rows`}</MenuItem>
        ))}
      </TextField>
      <span role="status">{pageRangeText({ page, perPage, rows: data.length, total, totalIsEstimate })}</span>
      <IconButton
        size="small"
        aria-label="Previous page"
        disabled={!hasPreviousPage}
        onClick={() => setPage(page - 1)}
      >
        <BackIcon />
      </IconButton>
      <IconButton
        size="small"
        aria-label="Next page"
        disabled={!hasNextPage}
        onClick={() => setPage(page + 1)}
      >
        <NextIcon />
      </IconButton>
    </Box>
  );
}

interface Shown {
  page: number;
  perPage: number;
  /** How many rows this page holds. */
  rows: number;
  total?: number | undefined;
  totalIsEstimate?: boolean | undefined;
}

const count = new Intl.NumberFormat('en-US');

/** `"26–50 of 1,234"`, or `"of 10,000+"` where the desk stopped counting. */
export function pageRangeText({ page, perPage, rows, total, totalIsEstimate }: Shown): string {
  const first = (page - 1) * perPage + 1;
  const span = rows === 0 ? 'No rows' : `${count.format(first)}–${count.format(first + rows - 1)}`;
  return total === undefined ? span : `${span} of ${count.format(total)}${totalIsEstimate ? '+' : ''}`;
}
