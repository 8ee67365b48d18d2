import { ROLE_PERMISSIONS } from '@paydesk/types';
import type { Knex } from 'knex';
import type { AppContext } from '../../src/context/appContext.ts';
import { governance } from '../../src/http/governance.ts';
import { appRouter } from '../../src/http/router.ts';
import type { CpuTime } from '../desk/cpuTime.ts';
import type { Call } from './calls.ts';

/** What a call cost on one desk. */
export interface Cost {
  /** The median of the runs. */
  ms: number;
  /** CPU of Node and PostgreSQL for a run, the median: on a busy machine elapsed time says little. Null: not measured. */
  cpuMs: number | null;
  statements: number;
  /** A refusal's reason, where the call was refused. */
  refused: string | null;
}

/** Of the plans of a call's statements. */
export interface PlanCost {
  /** Rows of tables that were read, those that a filter dropped too. */
  rowsRead: number;
  rowsRemoved: number;
  /** Large tables that were read from end to end. */
  seqScans: string[];
}

/** A sequential scan of fewer rows needs no index. */
const LARGE_TABLE_ROWS = 5000;
/** A second run of what takes this long says nothing new. */
const SLOW_MS = 1000;

interface Sent {
  sql: string;
  bindings: readonly Knex.RawBinding[];
}

export class MeasuredDesk {
  readonly #app: AppContext;
  readonly #cpuNow: (() => CpuTime) | null;
  readonly #caller: (call: Call) => Promise<unknown>;

  /** @param cpuNow of `cpuMeter`; null: only elapsed time is measured */
  constructor(app: AppContext, staffId: string, cpuNow: (() => CpuTime) | null = null) {
    this.#app = app;
    this.#cpuNow = cpuNow;
    const caller = appRouter.createCaller({
      principal: {
        kind: 'staff',
        id: staffId,
        name: 'Bench',
        email: 'bench@desk.test',
        role: 'admin',
        twoFactorEnabled: false,
        sessionId: staffId,
        permissions: new Set(ROLE_PERMISSIONS.admin),
      },
      app,
      governance,
      origin: { ipAddress: '127.0.0.1', requestId: staffId, userAgent: null },
      call: { idempotencyKey: null, count: 1, replayed: new Set() },
      inputOf: () => undefined,
    });
    this.#caller = async ({ path, input }) => {
      const [group = '', name = ''] = path.split('.');
      const procedures = (caller as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
        group
      ];
      return await procedures?.[name]?.(input);
    };
  }

  /** The statements that some work sends. */
  async sent(work: () => Promise<unknown>): Promise<Sent[]> {
    const sent: Sent[] = [];
    const note = ({ sql, bindings }: Sent) => sent.push({ sql, bindings });
    const { knex } = this.#app;
    knex.on('query', note);
    try {
      await work();
    } finally {
      knex.removeListener('query', note);
    }
    return sent;
  }

  /** @param runs of which the median counts */
  async cost(call: Call, runs: number): Promise<Cost & { sent: Sent[] }> {
    const times: number[] = [];
    let refused: string | null = null;
    const cpu: number[] = [];
    const run = async () => {
      const postgres = this.#cpuNow?.().postgres ?? 0;
      const node = process.cpuUsage();
      const start = performance.now();
      try {
        await this.#caller(call);
      } catch (error) {
        refused = reasonOf(error);
      }
      times.push(performance.now() - start);
      const { user, system } = process.cpuUsage(node);
      if (this.#cpuNow !== null) cpu.push((user + system) / 1000 + this.#cpuNow().postgres - postgres);
    };
    const sent = await this.sent(run);
    while (times.length < runs && (times.at(-1) ?? 0) < SLOW_MS) await run();
    return {
      ms: medianOf(times),
      cpuMs: cpu.length === 0 ? null : medianOf(cpu),
      statements: sent.length,
      refused,
      sent,
    };
  }

  /** Of statements that only read; the others are left out. */
  async plans(sent: readonly Sent[]): Promise<PlanCost> {
    const reading = sent.filter(
      ({ sql }) => /^\s*(select|with)\b/i.test(sql) && !/\bfor (update|share)\b/i.test(sql),
    );
    return await this.plansOfWrites(reading);
  }

  /** The same of statements that may write: they are run again. */
  async plansOfWrites(sent: readonly Sent[]): Promise<PlanCost> {
    const cost: PlanCost = { rowsRead: 0, rowsRemoved: 0, seqScans: [] };
    for (const { sql, bindings } of sent)
      for (const node of await this.#explain(sql, bindings)) addNode(cost, node);
    return cost;
  }

  async #explain(sql: string, bindings: readonly Knex.RawBinding[]): Promise<Node[]> {
    const { rows } = await this.#app.knex.raw<{ rows: { 'QUERY PLAN': [{ Plan: Node }] }[] }>(
      `explain (analyze, timing off, format json) ${sql.replaceAll(/\$\d+/g, '?')}`,
      [...bindings],
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return plan === undefined ? [] : nodesOf(plan);
  }
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

function addNode(cost: PlanCost, node: Node): void {
  const table = node['Relation Name'];
  if (table === undefined) return;
  const loops = node['Actual Loops'];
  const removed =
    ((node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * loops;
  const read = node['Actual Rows'] * loops + removed;
  cost.rowsRead += Math.round(read);
  cost.rowsRemoved += Math.round(removed);
  if (node['Node Type'] === 'Seq Scan' && read > LARGE_TABLE_ROWS) cost.seqScans.push(table);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error as { cause?: { reason?: string; message?: string } };
  return (cause?.reason ?? cause?.message ?? error.message).slice(0, 200);
}
