import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { Settings } from './settings.ts';

/**
 * Traces of this process (OpenTelemetry). Without `OTEL_EXPORTER_OTLP_ENDPOINT` nothing of the SDK is loaded, and each
 * function here costs a comparison. The tracer is not made the global one: libraries that have spans of their own would
 * put into them what must not leave the desk.
 */
let tracer: Tracer | null = null;

interface Active {
  span: Span;
  requestId: string | null;
}

const active = new AsyncLocalStorage<Active>();

export const isTracing = (): boolean => tracer !== null;

/**
 * Starts to record traces, if the settings name where to send them.
 * @returns sends what is recorded, and ends
 */
export async function startTracing(
  settings: Pick<Settings, 'tracing'>,
  { service, onProblem }: { service: string; onProblem(message: string): void },
): Promise<{ stop(): Promise<void> }> {
  if (settings.tracing === null) return { stop: async () => {} };
  const { createTracer } = await import('./tracingSdk.ts');
  const created = createTracer(settings.tracing, { service, onProblem });
  tracer = created.tracer;
  return {
    async stop() {
      tracer = null;
      await created.stop();
    },
  };
}

interface SpanStart {
  /** Never an amount, an address, a name or an id of a person, here or in the name. */
  attributes?: Attributes;
  kind?: SpanKind;
}

/**
 * Runs the work in a span of its own, below the one that is active. `isRoot`: it begins a trace. An error marks the span;
 * its message stays out of it.
 */
export async function inSpan<Result>(
  name: string,
  { isRoot = false, ...start }: SpanStart & { isRoot?: boolean },
  work: (span: Span | null) => Promise<Result>,
): Promise<Result> {
  if (tracer === null) return await work(null);
  const parent = isRoot ? undefined : active.getStore();
  const span = tracer.startSpan(name, start, parent === undefined ? ROOT_CONTEXT : below(parent.span));
  return await active.run({ span, requestId: parent?.requestId ?? null }, async () => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, typeOf(error));
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A span below the active one; null when there is none. Whoever starts it ends it. */
export function startSpan(name: string, start: SpanStart): Span | null {
  const parent = active.getStore();
  return tracer === null || parent === undefined ? null : tracer.startSpan(name, start, below(parent.span));
}

/**
 * The span of a request that has arrived. Its trace goes on where the caller’s `traceparent` (W3C Trace Context) says; of
 * `tracestate` and `baggage` nothing is read.
 */
export function startRequestSpan(
  name: string,
  { traceparent, ...start }: SpanStart & { traceparent: unknown },
): Span | null {
  return tracer?.startSpan(name, { ...start, kind: SpanKind.SERVER }, remoteParent(traceparent)) ?? null;
}

/** Runs the work as part of the request. */
export function withRequest(request: { span: Span; requestId: string }, work: () => void): void {
  active.run(request, work);
}

/** Messages may show values; the reason of a refusal and the kind of a provider's error show none. */
function typeOf(error: unknown): string {
  const { reason, kind, name } = error as { reason?: unknown; kind?: unknown; name?: unknown };
  return [reason, kind, name].find((text) => typeof text === 'string') ?? 'unknown';
}

export function markFailed(span: Span | null, type: string): void {
  span?.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type);
}

/** For a request to another system: where it belongs, and nothing else. */
export function traceHeaders(span: Span | null): { traceparent?: string } {
  if (span === null) return {};
  const { traceId, spanId, traceFlags } = span.spanContext();
  return { traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}` };
}

/** What a line of the log is part of. */
export function logFields(): { trace_id?: string; span_id?: string; requestId?: string } {
  const part = active.getStore();
  if (part === undefined) return {};
  const { traceId, spanId } = part.span.spanContext();
  return {
    trace_id: traceId,
    span_id: spanId,
    ...(part.requestId !== null && { requestId: part.requestId }),
  };
}

const below = (span: Span): Context => trace.setSpan(ROOT_CONTEXT, span);

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/;

function remoteParent(header: unknown): Context {
  const [, traceId = '', spanId = '', flags = ''] =
    typeof header === 'string' && !header.startsWith('ff') ? (TRACEPARENT.exec(header) ?? []) : [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(parent) ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}
