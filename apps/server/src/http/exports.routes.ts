import { finished } from 'node:stream';
import type { FastifyCompressOptions } from '@fastify/compress';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import { parseInput } from '../base/parseInput.ts';
import type { AppContext } from '../context/appContext.ts';
import { claimExport, requireExportable } from '../listExports/claimExport.ts';
import { FILE_FORMATS } from '../listExports/formats.ts';
import { EXPORT_TIMES, type ExportTimes, sendExport, type SentExport } from '../listExports/sendExport.ts';
import type { ListExport } from '../models/ListExport.ts';
import { actorOf } from '../trpc/context.ts';
import type { Scope } from '../trpc/resource.ts';
import { governance } from './governance.ts';
import { originOf } from './requestChecks.ts';
import { refusalOfStaff, resolveStaff } from './resolvePrincipal.ts';

/** Files that one process sends at the same time: each takes a connection to the database. */
const EXPORTS_PER_PROCESS = 3;

/** A workbook is compressed in itself. The fastest level: the other processor would be the database's. */
const COMPRESSION: FastifyCompressOptions = {
  customTypes: /^(text\/csv|application\/jsonl)(;|$)/,
  encodings: ['gzip'],
  zlibOptions: { level: 1 },
};

const path = z.object({ id: z.uuid().toLowerCase() });
const search = z.strictObject({ ticket: z.string().min(1).max(100) });

/**
 * `GET /api/exports/:id?ticket=…`: the file of an export, once. The address comes from `exports.create`; neither it nor
 * the session is enough without the other, so that no page of another site can begin a download.
 */
export function exportRoutes(
  app: FastifyInstance,
  ctx: AppContext,
  {
    times = EXPORT_TIMES,
    perProcess = EXPORTS_PER_PROCESS,
  }: { times?: ExportTimes; perProcess?: number } = {},
): void {
  /** `sent`: null until the export has begun. */
  const places = new Set<{ sent: SentExport | null }>();
  app.addHook('preClose', () => {
    for (const { sent } of places) sent?.stop('The server was stopped.');
  });

  app.get('/api/exports/:id', { exposeHeadRoute: false, compress: COMPRESSION }, async (request, reply) => {
    requireOwnNavigation(request);
    const asked = { ...parseInput(path, request.params), ...parseInput(search, request.query) };
    const staff = await resolveStaff(ctx, request);
    if (places.size >= perProcess)
      throw new DomainError('RATE_LIMITED', 'this server sends other exports', { retryAfterSeconds: 10 });
    // Taken before the next wait: others ask meanwhile.
    const place: { sent: SentExport | null } = { sent: null };
    places.add(place);
    const { row, sent } = await begin({ ctx, staff, request, times }, asked).catch((error: unknown) => {
      places.delete(place);
      throw error;
    });
    place.sent = sent;
    finished(reply.raw, { readable: false }, (error) => {
      places.delete(place);
      sent
        .settle(!error)
        .catch((err: unknown) =>
          ctx.log.error({ err, export: row.id }, 'the end of an export was not recorded'),
        );
    });
    return await reply
      .type(FILE_FORMATS[row.format].contentType)
      .headers({
        'content-disposition': `attachment; filename="${fileName(row)}"`,
        'x-accel-buffering': 'no',
        'cache-control': 'no-store',
      })
      .send(sent.readable);
  });
}

interface Download {
  ctx: AppContext;
  staff: StaffPrincipal;
  request: FastifyRequest;
  times: ExportTimes;
}

async function begin(
  { ctx, staff, request, times }: Download,
  asked: { id: string; ticket: string },
): Promise<{ row: ListExport; sent: SentExport }> {
  const row = await claimExport(ctx, staff, asked);
  const sent = await sendExport(ctx, {
    row,
    scope: scopeOf(ctx, staff, request),
    times,
    refusal: async () =>
      await refusalOfStaff(ctx, request, {
        sessionId: row.sessionId,
        check: (now) => requireExportable(now, row),
      }),
  });
  return { row, sent };
}

/** Browsers say where a navigation comes from; a link on another site is refused before it uses up a ticket. */
function requireOwnNavigation(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin')
    throw new DomainError('PERMISSION_DENIED', 'This request did not come from the desk’s own pages');
}

const scopeOf = (ctx: AppContext, principal: StaffPrincipal, request: FastifyRequest): Scope => ({
  app: ctx,
  governance,
  principal,
  actor: actorOf({ principal, origin: originOf(request) }),
  ownUserId: null,
});

/** `payments-2026-11-28-1015.csv`, in UTC. */
function fileName({ resource, format, createdAt }: ListExport): string {
  const [day = '', time = ''] = createdAt.toISOString().split('T');
  return `${resource}-${day}-${time.slice(0, 5).replace(':', '')}.${format}`;
}
