import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { AppContext } from '../../context/appContext.ts';

/** Prometheus waits for ten seconds: without its database, a desk says so long before. */
const DATABASE_WAIT_MS = 2000;
const READ_WAIT_MS = 6000;

/** The metrics of a process, collected at each request of Prometheus. */
export interface Scrape {
  /** For gauges that are read at each scrape. */
  readonly registry: Registry;
  /** Whether the database has answered at this scrape; without it nothing is read. */
  readonly databaseIsUp: boolean;
  text(): Promise<string>;
}

/** What is known without a query: the process itself, its connections, and whether the database answers. */
export function createScrape({ knex, metrics }: Pick<AppContext, 'knex' | 'metrics'>): Scrape {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const up = new Gauge({
    name: 'paydesk_database_up',
    help: 'Whether the database answers this process; without it, metrics that are read there are missing',
    registers: [registry],
  });
  poolGauges(() => poolOf(knex), registry);
  let databaseIsUp = true;
  return {
    registry,
    get databaseIsUp() {
      return databaseIsUp;
    },
    async text() {
      databaseIsUp = await within(
        DATABASE_WAIT_MS,
        isPoolFull(knex) ? connectAlone(knex) : knex.raw('select 1'),
      ).then(
        () => true,
        (error: unknown) => (error as { code?: unknown }).code === TOO_MANY_CONNECTIONS,
      );
      up.set(databaseIsUp ? 1 : 0);
      return `${await metrics.registry.metrics()}\n${await registry.metrics()}`;
    },
  };
}

/** PostgreSQL refuses a further connection: it is there. */
const TOO_MANY_CONNECTIONS = '53300';

const poolOf = ({ client }: AppContext['knex']) => (client as { pool: Pool }).pool;

function isPoolFull(knex: AppContext['knex']): boolean {
  const pool = poolOf(knex);
  return pool.numUsed() >= pool.max;
}

/** Asks the database past a pool that is used up: work that waits for a connection is no outage. */
async function connectAlone({ client }: AppContext['knex']): Promise<void> {
  const opener = client as { acquireRawConnection(): Promise<pg.Client> };
  const connection = await opener.acquireRawConnection();
  await connection.end();
}

/** What a gauge reads; it fails when the database takes too long for a scrape. */
export const withinScrape = async <Facts>(reading: Promise<Facts>): Promise<Facts> =>
  await within(READ_WAIT_MS, reading);

async function within<Result>(ms: number, work: PromiseLike<Result>): Promise<Result> {
  const done = new AbortController();
  const late = pause(ms, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => {});
    done.abort();
  }
}

/** The part of knex's pool that is read here. */
interface Pool {
  max: number;
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

function poolGauges(pool: () => Pool, registry: Registry): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge(
    'paydesk_pool_connections_max',
    'Connections to the database that this process may open',
    () => pool().max,
  );
  gauge('paydesk_pool_connections_used', 'Connections to the database in use', () => pool().numUsed());
  gauge('paydesk_pool_connections_free', 'Open connections to the database that are not in use', () =>
    pool().numFree(),
  );
  gauge('paydesk_pool_waiting', 'Work that waits for a connection: the pool is used up', () =>
    pool().numPendingAcquires(),
  );
}
