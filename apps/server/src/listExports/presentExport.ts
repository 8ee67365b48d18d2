import type { exportOutput, ExportStatus } from '@paydesk/types';
import type { z } from 'zod';
import type { ListExport } from '../models/ListExport.ts';

/** A ticket is used at once: the browser begins the download as soon as it has it. */
export const TICKET_MS = 120_000;
/** A process that sends a file is seen every second. */
const UNSEEN_MS = 30_000;

/** An export as sent over the wire. What a process left behind that ended without a word is shown as failed. */
export function presentExport(row: ListExport, now: Date): z.infer<typeof exportOutput> {
  const lost = lostBecause(row, now);
  return {
    id: row.id,
    resource: row.resource,
    format: row.format,
    status: lost === null ? row.status : 'failed',
    rows: Number(row.rows),
    bytes: Number(row.bytes),
    sha256: row.sha256,
    error: lost ?? row.error,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function lostBecause({ status, createdAt, seenAt }: ListExport, now: Date): string | null {
  if (status === 'waiting' && now.getTime() - createdAt.getTime() > TICKET_MS)
    return 'The download was not started.';
  if (status === 'running' && now.getTime() - seenAt.getTime() > UNSEEN_MS)
    return 'The server stopped while it sent the file.';
  return null;
}

/** What can still be sent: neither ended nor lost. */
export const isOpen = (row: ListExport, now: Date): boolean =>
  (['waiting', 'running'] satisfies ExportStatus[] as string[]).includes(presentExport(row, now).status);
