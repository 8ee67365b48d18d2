/** The part of knex's pool that is used here. */
interface Pool {
  on(event: 'acquireSuccess', listener: (id: number, connection: object) => void): void;
  on(event: 'release', listener: (connection: object) => void): void;
  on(event: 'destroyRequest', listener: (id: number, connection: object) => void): void;
  on(event: 'poolDestroySuccess', listener: () => void): void;
}

/** So long a statement may be under way before somebody looks whether its server is still the primary. */
const BUSY_MS = 3000;

/**
 * Calls `look` every three seconds while a connection has been in use for that long. A machine that lost its power closes
 * no connection, and what waits for it would wait for a quarter of an hour.
 */
export function watchBusyConnections(pool: Pool, look: () => Promise<void>): void {
  const busySince = new Map<object, number>();
  let isLooking = false;
  const timer = setInterval(() => {
    const [longest = Infinity] = busySince.values();
    if (isLooking || performance.now() - longest < BUSY_MS) return;
    isLooking = true;
    void look()
      // That the database is away is what those who wait for it hear.
      .catch(() => undefined)
      .finally(() => (isLooking = false));
  }, BUSY_MS);
  timer.unref();
  // A map keeps the order in which connections were taken: the first has been in use the longest.
  pool.on('acquireSuccess', (_id, connection) => busySince.set(connection, performance.now()));
  pool.on('release', (connection) => busySince.delete(connection));
  pool.on('destroyRequest', (_id, connection) => busySince.delete(connection));
  pool.on('poolDestroySuccess', () => clearInterval(timer));
}
