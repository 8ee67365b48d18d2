import { useCallback, useEffect, useRef, useState } from 'react';
import type { ExportFormat, ExportResource } from '@paydesk/types/rules';
import { callMutation } from '../providers/actions.ts';
import type { ListExport } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { t } from '../texts/t.ts';

/** How often the desk is asked how far an export is. */
const POLL_MS = 700;
/** A browser begins a download at once; after this long it was probably blocked. */
const SLOW_START_MS = 10_000;
/** Answers that may be missing in a row, as on a train. */
const MAX_LOST_POLLS = 10;

interface ExportRequest {
  resource: ExportResource;
  format: ExportFormat;
  filter: Record<string, unknown>;
  sort?: { field: string; order: 'ASC' | 'DESC' };
}

export interface ExportState {
  /** The latest that is known of the export; null: none was begun. */
  progress: ListExport | null;
  busy: boolean;
  /** The download should have begun by now. */
  slowStart: boolean;
  error: string | null;
  begin: (request: ExportRequest) => void;
  cancel: () => void;
  reset: () => void;
}

const hasEnded = ({ status }: ListExport) => status !== 'waiting' && status !== 'running';

/**
 * One export at a time: the browser downloads the file by itself, so that a million rows never pass through this page, and
 * the desk is asked how far it is.
 */
export function useExport(): ExportState {
  const [progress, setProgress] = useState<ListExport | null>(null);
  const [busy, setBusy] = useState(false);
  const [slowStart, setSlowStart] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const round = useRef(0);
  useEffect(() => () => void (round.current += 1), []);

  const run = useCallback(async (request: ExportRequest) => {
    const current = (round.current += 1);
    const isCurrent = () => round.current === current;
    setBusy(true);
    setError(null);
    setSlowStart(false);
    setProgress(null);
    try {
      const { url, ...created } = await callMutation('exports.create', request);
      setProgress(created);
      startDownload(url);
      await follow(created.id, isCurrent, (found, waitedMs) => {
        setProgress(found);
        setSlowStart(found.status === 'waiting' && waitedMs > SLOW_START_MS);
      });
    } catch (failure) {
      if (isCurrent()) setError(failure instanceof Error ? failure.message : t('The export failed.'));
    } finally {
      if (isCurrent()) setBusy(false);
    }
  }, []);

  return {
    progress,
    busy,
    slowStart,
    error,
    begin: (request) => void run(request),
    cancel: () => {
      if (progress === null) return;
      callMutation('exports.cancel', { id: progress.id }).then(setProgress, (failure: unknown) =>
        setError(failure instanceof Error ? failure.message : t('The export could not be cancelled.')),
      );
    },
    reset: () => {
      setProgress(null);
      setError(null);
    },
  };
}

/** The address answers a file, which the browser saves; the page stays. */
function startDownload(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}

async function follow(
  id: string,
  isCurrent: () => boolean,
  show: (found: ListExport, waitedMs: number) => void,
): Promise<void> {
  const begun = Date.now();
  for (let lost = 0; isCurrent();) {
    await new Promise((later) => setTimeout(later, POLL_MS));
    if (!isCurrent()) return;
    try {
      const found = await trpc.exports.get.query({ id });
      lost = 0;
      if (!isCurrent()) return;
      show(found, Date.now() - begun);
      if (hasEnded(found)) return;
    } catch (failure) {
      lost += 1;
      if (lost > MAX_LOST_POLLS) throw failure;
    }
  }
}
