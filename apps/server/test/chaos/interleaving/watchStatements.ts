import type { Knex } from 'knex';
import { currentActivity, die, passGate, ProcessDied, type Activity } from './activity.ts';
import { awaitTurn } from './interleaver.ts';

type Callback = (error: Error | null, result?: unknown) => void;

/** The part of the driver's connection that statements pass through. */
interface Connection {
  processID: number;
  query(statement: { text: string } | string, callback?: Callback): unknown;
}

interface PoolClient {
  acquireRawConnection(): Promise<Connection>;
}

/**
 * Puts a gate before every statement of a pool: there an operation waits for its turn, and there its process
 * can be killed, before the statement or after it (its answer is lost then). A killed process sends only the
 * ROLLBACK that PostgreSQL would do by itself.
 * @param trace hears each statement
 */
export function watchStatements(knex: Knex, trace: (activity: Activity, statement: string) => void): void {
  const client = knex.client as PoolClient;
  const open = client.acquireRawConnection.bind(client);
  client.acquireRawConnection = async () => {
    const task = currentActivity()?.task ?? null;
    if (task !== null) task.calls += 1;
    const connection = await open().finally(() => {
      if (task !== null) task.calls -= 1;
    });
    const send = connection.query.bind(connection);
    connection.query = (statement, callback) => {
      const activity = currentActivity();
      if (activity === undefined || callback === undefined) return send(statement, callback);
      void pass(connection, send, activity, statement, callback, trace);
      return undefined;
    };
    return connection;
  };
}

async function pass(
  connection: Connection,
  send: Connection['query'],
  activity: Activity,
  statement: { text: string } | string,
  callback: Callback,
  trace: (activity: Activity, statement: string) => void,
): Promise<void> {
  const text = typeof statement === 'string' ? statement : statement.text;
  const run = (done: Callback) => {
    const { task } = activity;
    if (task !== null) task.backendPid = connection.processID;
    send(statement, (error, result) => {
      if (task !== null) {
        task.backendPid = null;
        if (task.state === 'parked') task.state = 'running';
      }
      done(error, result);
    });
  };
  // Never held up: PostgreSQL does it for a dead process by itself, and knex waits for it for a few seconds
  // only.
  if (/^ROLLBACK/i.test(text)) return run(callback);
  let gate;
  try {
    await awaitTurn();
    gate = passGate(activity);
  } catch (death) {
    trace(activity, `† before ${text}`);
    return leaveDead(send, text, death as Error, callback);
  }
  trace(activity, text);
  run((error, result) => {
    if (gate.diesAfter && activity.incarnation !== null) {
      trace(activity, `† after ${text}`);
      die(activity.incarnation);
    }
    // Killed while PostgreSQL was at work: the answer is lost.
    if (activity.incarnation?.alive === false) leaveDead(send, text, new ProcessDied(), callback);
    else callback(error, result);
  });
}

/**
 * When a BEGIN or a COMMIT fails, knex takes the connection for free: it must not go back to the pool with a
 * transaction open.
 */
function leaveDead(send: Connection['query'], text: string, death: Error, callback: Callback): void {
  if (/^(BEGIN|COMMIT)/i.test(text)) send('ROLLBACK', () => callback(death));
  else callback(death);
}
