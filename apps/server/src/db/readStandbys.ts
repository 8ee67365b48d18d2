import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { databaseAddresses } from '../base/databaseAddresses.ts';
import { shareReads } from '../base/shareReads.ts';
import {
  type DatabaseIdentity,
  IDENTITY,
  type LogPosition,
  openStandby,
  type Standby,
} from './openStandby.ts';
import { queryNamed } from './queryNamed.ts';

/** The standbys that long reads go to. */
export interface ReadStandbys {
  /**
   * The pool of a standby that shows all that was committed anywhere before this call, whoever wrote it: it waits for
   * that as long as it may be behind. Null: none does, and the primary is read.
   */
  choose(): Promise<Knex | null>;
  /** Looks at all of them now. */
  check(): Promise<void>;
  readonly states: readonly StandbyState[];
  readonly pools: readonly Knex[];
  close(): Promise<void>;
}

interface StandbyState {
  /** Host and port. */
  name: string;
  /** Whether reads go to it. */
  isUsed: boolean;
  /** Why not. */
  problem: string | null;
  /** Bytes of the write-ahead log that it had not replayed when it was last looked at; null: it does not answer. */
  behindBytes: number | null;
}

interface ReadStandbysOptions {
  /** One or several hosts. */
  url: string;
  /** Of the primary. Asked for where its log is, once for all reads that begin at the same time. */
  primary: Knex;
  /** Null: the caller reads `states`. */
  log: Logger | null;
  applicationName: string;
  /** Connections to each standby, beside one that looks at it. */
  poolMax: number;
  pooled: boolean;
  /** A read waits at most so long for a standby. One that is further behind is not used. */
  maxLagMs: number;
  checkEveryMs?: number;
}

/** How often each is looked at. */
const CHECK_MS = 1000;
/** One that was away or behind is used again when it was found well so many times, one after the other. */
const GOOD_CHECKS = 3;

/** All that was acknowledged to somebody is before this: a commit is flushed first, unless a setting of PostgreSQL says otherwise. */
const POSITION = {
  name: 'primary_position',
  sql: `select ((case current_setting('synchronous_commit') when 'off' then pg_current_wal_insert_lsn()
    else pg_current_wal_flush_lsn() end) - '0/0'::pg_lsn)::text as position`,
};

/** Begins to look at the standbys, and uses those that follow this primary. */
export function readStandbys(options: ReadStandbysOptions): ReadStandbys {
  const { url, primary, log, maxLagMs } = options;
  const identity = rememberSuccess(async () => await readIdentity(primary));
  const members = databaseAddresses(url).map((address) =>
    member(openStandby(address, { ...options, identity })),
  );
  const primaryPosition = shareReads(async (): Promise<LogPosition> => {
    const [row] = await queryNamed<{ position: string }>(primary, POSITION, []);
    return BigInt(row?.position ?? 0);
  });
  let rotation = 0;
  let isClosed = false;

  function noteUsed({ state, standby }: Member): void {
    if (state.isUsed) return;
    state.isUsed = true;
    state.problem = null;
    log?.info({ standby: standby.name }, 'lists are read from the standby');
  }

  function noteUnused(found: Member, problem: string): void {
    found.goodChecks = 0;
    const { state, standby } = found;
    if (state.isUsed || state.problem !== problem)
      log?.warn(
        { standby: standby.name, problem },
        'lists are read from the primary: the standby cannot be used',
      );
    state.isUsed = false;
    state.problem = problem;
  }

  function noteAway(found: Member, error: unknown): void {
    found.state.behindBytes = null;
    noteUnused(found, error instanceof Error ? error.message : String(error));
    found.standby.breakOff();
  }

  async function checkOne(found: Member): Promise<void> {
    const { standby, state } = found;
    const position = await primaryPosition().catch(() => null);
    // Without its primary nothing is known of a standby; who asks for a list hears that the database is away.
    if (position === null || isClosed) return;
    try {
      const isCurrent = await standby.reaches(position, maxLagMs);
      const replayed = await standby.askReplayed();
      const now = await primaryPosition().catch(() => null);
      if (now === null) return;
      if (replayed > now) throw new Error(AHEAD);
      state.behindBytes = Math.max(0, Number(position - replayed));
      if (!isCurrent) return noteUnused(found, `it is more than ${maxLagMs} ms behind`);
      found.goodChecks += 1;
      if (found.goodChecks >= GOOD_CHECKS || state.problem === STARTING) noteUsed(found);
    } catch (error) {
      if (!isClosed) noteAway(found, error);
    }
  }

  const check = async () => void (await Promise.all(members.map(checkOne)));
  let timer: NodeJS.Timeout | undefined;
  let checking = Promise.resolve();
  function checkOn(): void {
    checking = check().then(() => {
      if (!isClosed) timer = setTimeout(checkOn, options.checkEveryMs ?? CHECK_MS).unref();
    });
  }
  checkOn();

  return {
    check,
    get states() {
      return members.map(({ state }) => state);
    },
    pools: members.map(({ standby }) => standby.knex),
    async choose() {
      const usable = members.filter(({ state }) => state.isUsed);
      if (usable.length === 0) return null;
      rotation += 1;
      const before = usable.map(({ standby }) => standby.replayed);
      // Whoever reads from the primary then hears that it is away.
      const position = await primaryPosition().catch(() => null);
      if (position === null) return null;
      for (let attempt = 0; attempt < usable.length; attempt += 1) {
        const index = (rotation + attempt) % usable.length;
        const found = usable[index];
        if (found === undefined) continue;
        try {
          // A primary that has taken over is behind what a standby of the former one has replayed.
          if ((before[index] ?? 0n) > position) throw new Error(AHEAD);
          // The others are asked for what they have now: one wait is enough.
          if (await found.standby.reaches(position, attempt === 0 ? maxLagMs : 0)) return found.standby.knex;
          noteUnused(found, `it is more than ${maxLagMs} ms behind`);
        } catch (error) {
          noteAway(found, error);
        }
      }
      return null;
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await checking;
      await Promise.all(members.map(async ({ standby }) => await standby.close()));
    },
  };
}

interface Member {
  standby: Standby;
  state: { -readonly [Key in keyof StandbyState]: StandbyState[Key] };
  goodChecks: number;
}

const STARTING = 'it was not looked at yet';
const AHEAD = 'it is ahead of the primary: it follows another one';

const member = (standby: Standby): Member => ({
  standby,
  state: { name: standby.name, isUsed: false, problem: STARTING, behindBytes: null },
  goodChecks: 0,
});

async function readIdentity(primary: Knex): Promise<DatabaseIdentity> {
  const { rows } = await primary.raw<{ rows: DatabaseIdentity[] }>(IDENTITY);
  if (rows[0] === undefined) throw new Error('the primary did not say which database it is');
  return rows[0];
}

/** The answer does not change; a failure is not kept. */
function rememberSuccess<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let known: Answer | undefined;
  return async () => (known ??= await read());
}
