import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { type RaRecord, useListContext, useNotify } from 'react-admin';
import { type CsvColumn, MAX_EXPORT_ROWS, saveFile, toCsv } from './csv.ts';

/** Saves the list as it is filtered and sorted now, up to 1,000 rows. */
export function ExportCsvButton<Row extends RaRecord>({
  name,
  columns,
}: {
  name: string;
  columns: readonly CsvColumn<Row>[];
}) {
  const { getData, data } = useListContext<Row>();
  const [busy, setBusy] = useState(false);
  const notify = useNotify();

  const save = async () => {
    if (!getData) return;
    setBusy(true);
    try {
      const rows = (await getData({ maxResults: MAX_EXPORT_ROWS })) as Row[];
      saveFile(`${name}-${new Date().toISOString().slice(0, 10)}.csv`, toCsv(columns, rows));
      notify(
        rows.length < MAX_EXPORT_ROWS
          ? `${rows.length} rows saved`
          : `The first ${MAX_EXPORT_ROWS} rows saved. Narrow the list for the rest.`,
        { type: 'info' },
      );
    } catch (error) {
      notify(error instanceof Error ? error.message : 'The export failed.', { type: 'error' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Button
      color="inherit"
      startIcon={<DownloadIcon />}
      disabled={busy || !data || data.length === 0}
      onClick={() => void save()}
    >
      {busy ? 'Exporting…' : 'Export CSV'}
    </Button>
  );
}
