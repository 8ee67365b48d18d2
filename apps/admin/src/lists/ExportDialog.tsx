import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  FormControl,
  FormControlLabel,
  FormLabel,
  LinearProgress,
  Radio,
  RadioGroup,
  Typography,
} from '@mui/material';
import { EXPORT_FORMATS, type ExportFormat, type ExportResource } from '@paydesk/types/rules';
import { useId, useState } from 'react';
import { useListContext } from 'react-admin';
import { CopyText } from '../fields/CopyText.tsx';
import { sizeText } from '../fields/formats.ts';
import { useCurrencyName } from '../filters/useCurrencyByCode.ts';
import { listMetaOf } from '../providers/listMeta.ts';
import type { ListExport } from '../providers/records.ts';
import { serverFilter } from '../providers/serverFilter.ts';
import { describeFilter } from './describeFilter.ts';
import { countText } from './ListPagination.tsx';
import type { ExportState } from './useExport.ts';
import { plural, t } from '../texts/t.ts';
import { inSentence } from '../texts/inSentence.ts';

interface ExportDialogProps {
  resource: ExportResource;
  title: string;
  state: ExportState;
  close: () => void;
}

const FORMATS: Record<ExportFormat, string> = {
  csv: t('CSV – for most programs'),
  xlsx: t('XLSX – for Excel and other spreadsheets'),
  jsonl: t('JSON lines – for scripts'),
};

/** What will be exported, in which format; then how far it is. */
export function ExportDialog({ resource, title, state, close }: ExportDialogProps) {
  const { filterValues, sort } = useListContext();
  const filterText = useFilterText();
  const total = useTotal();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const heading = useId();
  const label = useId();
  const { progress, busy, error, slowStart } = state;

  const begin = () =>
    state.begin({
      resource,
      format,
      filter: serverFilter(resource, filterValues as Record<string, unknown>, new Date()),
      ...(sort.field !== 'id' && { sort: { field: sort.field, order: sort.order } }),
    });

  return (
    <Dialog open onClose={close} aria-labelledby={heading} fullWidth maxWidth="xs">
      <DialogTitle id={heading}>{t('Export {resource}', { resource: inSentence(title) })}</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2, overflowWrap: 'anywhere' }}>
          {t('{count} {resource}, {filter}. Every row, also those of other pages.', {
            count: total.words,
            resource: inSentence(title),
            filter: filterText || t('no filter'),
          })}
        </DialogContentText>
        {!progress && (
          <FormControl disabled={busy}>
            <FormLabel id={label}>{t('Format')}</FormLabel>
            <RadioGroup
              aria-labelledby={label}
              value={format}
              onChange={(_event, value) => setFormat(value as ExportFormat)}
            >
              {EXPORT_FORMATS.map((id) => (
                <FormControlLabel key={id} value={id} control={<Radio />} label={FORMATS[id]} />
              ))}
            </RadioGroup>
          </FormControl>
        )}
        {progress && <Progress progress={progress} listed={total.exact} />}
        {slowStart && (
          <Alert severity="info" sx={{ mt: 1 }}>
            {t('The download has not begun. Your browser may ask whether it may be saved.')}
          </Alert>
        )}
        {error && (
          <Alert severity="error" sx={{ mt: 1 }}>
            {error}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        {busy && progress && (
          <Button color="error" onClick={state.cancel}>
            {t('Cancel export')}
          </Button>
        )}
        <Button color="inherit" onClick={close}>
          {busy ? t('Hide') : t('Close')}
        </Button>
        {!busy && progress && <Button onClick={state.reset}>{t('New export')}</Button>}
        {!progress && (
          <Button variant="contained" disabled={busy} onClick={begin}>
            {t('Export')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

/** The filter in words, with the currency as the list shows it. */
function useFilterText(): string {
  const filter = useListContext().filterValues as Record<string, unknown>;
  const { currencyCode } = filter;
  const code = typeof currencyCode === 'string' ? currencyCode : '';
  const name = useCurrencyName(code);
  return describeFilter(code === '' ? filter : { ...filter, currencyCode: name });
}

/** How many rows the list has, as far as it was counted. */
function useTotal(): { words: string; exact: number | null } {
  const { total, totalIsEstimate } = listMetaOf(useListContext());
  if (total === undefined) return { words: t('All'), exact: null };
  return { words: countText(total, totalIsEstimate), exact: totalIsEstimate ? null : total };
}

function Progress({ progress, listed }: { progress: ListExport; listed: number | null }) {
  const { status, rows, bytes, error, sha256 } = progress;
  const sofar = plural(
    rows,
    { one: '{count} row, {size}', other: '{count} rows, {size}' },
    { size: sizeText(bytes) },
  );
  if (status === 'done')
    return (
      <Alert severity="success" role="status">
        {t('Saved: {sofar}. It is complete.', { sofar })}
        {listed !== null && listed !== rows && (
          <Typography variant="body2">
            {plural(listed, {
              one: 'The list has changed since: it showed {count} row.',
              other: 'The list has changed since: it showed {count} rows.',
            })}
          </Typography>
        )}
        {sha256 !== null && (
          <Typography variant="body2" component="div" sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
            {t('SHA-256')} <CopyText text={sha256} label={t('SHA-256')} />
          </Typography>
        )}
      </Alert>
    );
  if (status === 'failed' || status === 'cancelled')
    return (
      <Alert severity={status === 'failed' ? 'error' : 'warning'} role="status">
        {status === 'failed' ? t('The export failed.') : t('The export was cancelled.')} {error}{' '}
        {t('The file is incomplete: delete it. ({sofar})', { sofar })}
      </Alert>
    );
  return (
    <>
      <LinearProgress
        aria-label={t('Exporting')}
        {...(listed !== null && listed > 0
          ? { variant: 'determinate' as const, value: Math.min(100, (rows / listed) * 100) }
          : {})}
        sx={{ mb: 1 }}
      />
      <Typography role="status">
        {status === 'waiting'
          ? t('The download begins…')
          : t('{sofar} so far. It goes on if you hide this.', { sofar })}
      </Typography>
    </>
  );
}
