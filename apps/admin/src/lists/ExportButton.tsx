import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import type { ExportResource } from '@paydesk/types/rules';
import { lazy, Suspense, useState } from 'react';
import { type RaRecord, useListContext } from 'react-admin';
import { ExplainedButton } from '../commands/ExplainedButton.tsx';
import { marksOf, permissionOf } from '../providers/neededPermissions.ts';
import { useMay } from '../providers/permissions.ts';
import { useExport } from './useExport.ts';
import { t } from '../texts/t.ts';

// Loaded when it is opened: most visits of a list export nothing.
const ExportDialog = lazy(async () => ({ default: (await import('./ExportDialog.tsx')).ExportDialog }));

/** Exports the list as it is filtered and sorted now: every row. It goes on while the dialog is closed. */
export function ExportButton({ resource, title }: { resource: ExportResource; title: string }) {
  const may = useMay();
  const { data } = useListContext<RaRecord>();
  const [open, setOpen] = useState(false);
  const state = useExport();
  if (!may(permissionOf('exports.create'))) return null;
  const why = state.busy
    ? null
    : !data
      ? t('The list is loading.')
      : data.length === 0
        ? t('The list has no rows to export.')
        : null;
  return (
    <>
      <ExplainedButton
        {...marksOf('exports.create')}
        color="inherit"
        startIcon={<DownloadIcon />}
        aria-haspopup="dialog"
        why={why}
        onClick={() => setOpen(true)}
      >
        {state.busy ? t('Exporting… {count}', { count: state.progress?.rows ?? 0 }) : t('Export')}
      </ExplainedButton>
      {open && (
        <Suspense>
          <ExportDialog
            resource={resource}
            title={title}
            state={state}
            close={() => {
              setOpen(false);
              if (!state.busy) state.reset();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
