import { Counter, Histogram, Registry } from 'prom-client';

/** What a process counts about itself, for Prometheus. */
export interface Metrics {
  registry: Registry;
  /** Counts one call of a procedure. `reason`: why it was refused, or `OK`. */
  observeCall(call: { procedure: string; reason: string; seconds: number }): void;
  /** Counts one run of a job. */
  observeJob(run: { job: string; outcome: 'done' | 'failed'; seconds: number }): void;
  /** Counts one request to the provider. `call`: method and path without ids; `outcome`: `ok`, or the kind of error. */
  observeProviderCall(request: { call: string; outcome: string; seconds: number }): void;
  /**
   * Counts a list, search, sum or export by where it was read; `repeated`: it failed on a standby, and was read once more
   * on the primary.
   */
  countLongRead(from: 'primary' | 'standby' | 'repeated'): void;
  /** A notification was signed with the IPN secret before. */
  countPreviousSecret(): void;
}

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10];
const PROVIDER_SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 15];
const JOB_SECONDS = [0.01, 0.1, 1, 10, 60, 600];

/** The metrics of one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const previousSecret = new Counter({
    name: 'paydesk_previous_ipn_secret_total',
    help: 'Notifications signed with NOWPAYMENTS_IPN_SECRET_PREVIOUS',
    registers: [registry],
  });
  const longReads = new Counter({
    name: 'paydesk_long_reads_total',
    help: 'Lists, searches, sums and exports; from: standby, primary, or repeated on the primary after a standby failed',
    labelNames: ['from'],
    registers: [registry],
  });
  const calls = new Counter({
    name: 'paydesk_procedure_calls_total',
    help: 'Calls of a procedure by tRPC and REST; reason: why it was refused, or OK',
    labelNames: ['procedure', 'reason'],
    registers: [registry],
  });
  const callSeconds = new Histogram({
    name: 'paydesk_procedure_seconds',
    help: 'Duration of the calls of a procedure',
    labelNames: ['procedure'],
    buckets: SECONDS,
    registers: [registry],
  });
  const jobs = new Counter({
    name: 'paydesk_job_runs_total',
    help: 'Runs of a job by this process; outcome: done or failed',
    // Prometheus itself uses `job`.
    labelNames: ['job_name', 'outcome'],
    registers: [registry],
  });
  const jobSeconds = new Histogram({
    name: 'paydesk_job_seconds',
    help: 'Duration of the runs of a job',
    labelNames: ['job_name'],
    buckets: JOB_SECONDS,
    registers: [registry],
  });
  const providerSeconds = new Histogram({
    name: 'paydesk_provider_call_seconds',
    help: 'Duration of the requests of this process to the provider; outcome: ok, or the kind of error',
    labelNames: ['call', 'outcome'],
    buckets: PROVIDER_SECONDS,
    registers: [registry],
  });
  return {
    registry,
    observeCall({ procedure, reason, seconds }) {
      calls.inc({ procedure, reason });
      callSeconds.observe({ procedure }, seconds);
    },
    observeJob({ job, outcome, seconds }) {
      jobs.inc({ job_name: job, outcome });
      jobSeconds.observe({ job_name: job }, seconds);
    },
    countLongRead: (from) => longReads.inc({ from }),
    countPreviousSecret: () => previousSecret.inc(),
    observeProviderCall({ call, outcome, seconds }) {
      providerSeconds.observe({ call, outcome }, seconds);
    },
  };
}
