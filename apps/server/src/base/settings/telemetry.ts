import { z } from 'zod';
import { httpUrl, withoutSlash } from './fields.ts';

/** The log, and where traces are sent. */
export const telemetryVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl,
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^=,]+=[^,]*(,[^=,]+=[^,]*)*$/, 'must be name=value, several separated by commas')
    .optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0+)?)$/, 'must be a share from 0 to 1')
    .transform(Number)
    .default(1),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be one of trace, debug, info, warn, error, fatal, silent',
    )
    .default('info'),
};

export interface TelemetrySettings {
  /** Where traces are sent by OTLP, without `/v1/traces`; `ratio`: the share of traces that is recorded. Null: none. */
  tracing: { endpoint: string; headers: Record<string, string>; ratio: number } | null;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

type Given = z.output<z.ZodObject<typeof telemetryVariables>>;

export const telemetrySettings = (env: Given): TelemetrySettings => ({
  tracing: tracingFrom(env),
  logLevel: env.LOG_LEVEL,
});

function tracingFrom(env: Given): TelemetrySettings['tracing'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = env;
  if (endpoint === undefined) return null;
  const pairs = (headers ?? '').split(',').flatMap((pair): [string, string][] => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(pair.trim()) ?? [];
    return name === '' ? [] : [[name.trim(), decoded(value.trim())]];
  });
  return {
    endpoint: withoutSlash(endpoint),
    headers: Object.fromEntries(pairs),
    ratio: env.OTEL_TRACES_SAMPLER_ARG,
  };
}

/** Values are percent-encoded, as OpenTelemetry says; whoever forgot it means the text itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
