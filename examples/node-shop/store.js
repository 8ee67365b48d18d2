import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** @typedef {ReturnType<typeof openStore>} Store */

/**
 * @typedef {object} Order
 * @property {string} id
 * @property {string} customerId
 * @property {string} item
 * @property {string} priceUsd
 * @property {'open' | 'paid' | 'refunded'} status
 * @property {string | null} chargeId
 */

/** @typedef {{ id: string, customerId: string, amountUsd: string, creditedUsd: string | null }} TopUp */

/** What the shop sells, with prices in USD: decimal strings, as everywhere in the desk. */
export const ITEMS = /** @type {Record<string, string>} */ ({ 'Pro plan': '25.00', Sticker: '4.50' });

const TABLES = `
  create table if not exists customers (id text primary key, name text not null unique);
  create table if not exists sessions (id text primary key, customerId text not null);
  create table if not exists orders (
    id text primary key, customerId text not null, item text not null, priceUsd text not null,
    status text not null default 'open', chargeId text
  );
  create table if not exists topUps (
    id text primary key, customerId text not null, amountUsd text not null, creditedUsd text
  );
  create table if not exists handledEvents (id text primary key);
`;

/**
 * The shop's own database: no balance is in it, the desk has those.
 * @param {string} file
 */
export function openStore(file) {
  const database = new DatabaseSync(file);
  database.exec(TABLES);
  /** @param {string} sql @param {(string | null)[]} values */
  const rows = (sql, ...values) => /** @type {unknown[]} */ (database.prepare(sql).all(...values));
  /** @param {string} sql @param {(string | null)[]} values */
  const run = (sql, ...values) => Number(database.prepare(sql).run(...values).changes);

  return {
    /** @param {string} name */
    customerNamed(name) {
      run('insert or ignore into customers values (?, ?)', `customer-${randomUUID()}`, name);
      const [customer] = rows('select * from customers where name = ?', name);
      return /** @type {import('./shop.js').Customer} */ (customer);
    },

    /** @param {string} customerId */
    startSession(customerId) {
      const id = randomUUID();
      run('insert into sessions values (?, ?)', id, customerId);
      return id;
    },

    /** @param {string} session */
    customerOfSession(session) {
      const [customer] = rows(
        'select customers.* from sessions join customers on customers.id = customerId where sessions.id = ?',
        session,
      );
      return /** @type {import('./shop.js').Customer | undefined} */ (customer);
    },

    /** @param {string} customerId @param {string} item */
    addOrder(customerId, item) {
      const priceUsd = ITEMS[item];
      if (priceUsd === undefined) return false;
      run(
        'insert into orders (id, customerId, item, priceUsd) values (?, ?, ?, ?)',
        randomUUID(),
        customerId,
        item,
        priceUsd,
      );
      return true;
    },

    /** @param {string} customerId @param {string} id */
    orderOf(customerId, id) {
      const [order] = rows('select * from orders where id = ? and customerId = ?', id, customerId);
      return /** @type {Order | undefined} */ (order);
    },

    /** @param {string} customerId */
    ordersOf: (customerId) =>
      /** @type {Order[]} */ (
        rows('select * from orders where customerId = ? order by rowid desc', customerId)
      ),

    /** @param {string} id @param {string} chargeId */
    markPaid: (id, chargeId) =>
      run(`update orders set status = 'paid', chargeId = ? where id = ? and status = 'open'`, chargeId, id),

    /** @param {string} id */
    markRefunded: (id) => run(`update orders set status = 'refunded' where id = ? and status = 'paid'`, id),

    /** @param {{ id: string, customerId: string, amountUsd: string }} topUp */
    addTopUp: ({ id, customerId, amountUsd }) =>
      run('insert or ignore into topUps values (?, ?, ?, null)', id, customerId, amountUsd),

    /** @param {string} customerId */
    topUpsOf: (customerId) =>
      /** @type {TopUp[]} */ (
        rows('select * from topUps where customerId = ? order by rowid desc', customerId)
      ),

    /**
     * A payment can be credited more than once, when the payer sends a second transfer; the amount is the sum.
     * @param {{ id: string | null, customerId: string | null, creditedUsd: string }} payment
     */
    markArrived: ({ id, customerId, creditedUsd }) =>
      run('update topUps set creditedUsd = ? where id = ? and customerId = ?', creditedUsd, id, customerId),

    /**
     * Does something once for an event, however often it is delivered.
     * @param {string} eventId
     * @param {() => void} work changes the database only
     */
    once(eventId, work) {
      database.exec('begin immediate');
      try {
        if (run('insert or ignore into handledEvents values (?)', eventId) === 1) work();
        database.exec('commit');
      } catch (error) {
        database.exec('rollback');
        throw error;
      }
    },
  };
}
