import { diag, DiagLogLevel, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Settings } from './settings.ts';
import { VERSION } from './version.ts';

/** Between two lines of the log about a receiver that does not answer. */
const PROBLEM_MS = 60_000;
const STOP_MS = 3_000;

/**
 * The tracer of a process that sends its spans by OTLP over HTTP, as JSON. Loaded only when traces are wanted. The SDK
 * itself reads the other variables of OpenTelemetry, such as `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`.
 */
export function createTracer(
  { endpoint, headers, ratio }: NonNullable<Settings['tracing']>,
  { service, onProblem }: { service: string; onProblem(message: string): void },
): { tracer: Tracer; stop(): Promise<void> } {
  reportProblems(onProblem);
  const sampled = new TraceIdRatioBasedSampler(ratio);
  const provider = new TracerProvider({
    // A caller that wants its requests recorded gets no more of them than the others.
    sampler: new ParentBasedSampler({ root: sampled, remoteParentSampled: sampled }),
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': service, 'service.version': VERSION }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers }) }),
    ],
  });
  return {
    tracer: provider.getTracer('paydesk', VERSION),
    async stop() {
      // A receiver that is away must not hold up the end of the process.
      const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

function reportProblems(onProblem: (message: string) => void): void {
  let reportedAt = Number.NEGATIVE_INFINITY;
  const report = (message: string) => {
    if (performance.now() - reportedAt < PROBLEM_MS) return;
    reportedAt = performance.now();
    onProblem(message);
  };
  const ignore = () => undefined;
  diag.setLogger(
    { error: report, warn: report, info: ignore, debug: ignore, verbose: ignore },
    DiagLogLevel.WARN,
  );
}
