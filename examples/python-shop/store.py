"""The shop's own database: no balance is in it, the desk has those."""

import sqlite3
import uuid
from contextlib import closing, contextmanager

# What the shop sells, with prices in USD: decimal strings, as everywhere in the desk.
ITEMS = {"Pro plan": "25.00", "Sticker": "4.50"}

TABLES = """
  create table if not exists customers (id text primary key, name text not null unique);
  create table if not exists sessions (id text primary key, customer_id text not null);
  create table if not exists orders (
    id text primary key, customer_id text not null, item text not null, price_usd text not null,
    status text not null default 'open', charge_id text
  );
  create table if not exists top_ups (
    id text primary key, customer_id text not null, amount_usd text not null, credited_usd text
  );
  create table if not exists handled_events (id text primary key);
"""


class Store:
    def __init__(self, file):
        self.file = file
        with closing(sqlite3.connect(file)) as database:
            database.executescript(TABLES)

    @contextmanager
    def _transaction(self):
        with closing(sqlite3.connect(self.file, isolation_level=None)) as database:
            database.row_factory = sqlite3.Row
            database.execute("begin immediate")
            try:
                yield database
                database.execute("commit")
            except BaseException:
                database.execute("rollback")
                raise

    def _rows(self, sql, *values):
        with self._transaction() as database:
            return [dict(row) for row in database.execute(sql, values)]

    def _row(self, sql, *values):
        return next(iter(self._rows(sql, *values)), None)

    def customer_named(self, name):
        self._rows("insert or ignore into customers values (?, ?)", f"customer-{uuid.uuid4()}", name)
        return self._row("select * from customers where name = ?", name)

    def start_session(self, customer_id):
        session = str(uuid.uuid4())
        self._rows("insert into sessions values (?, ?)", session, customer_id)
        return session

    def customer_of_session(self, session):
        return self._row(
            "select customers.* from sessions join customers on customers.id = customer_id where sessions.id = ?",
            session,
        )

    def add_order(self, customer_id, item):
        self._rows(
            "insert into orders (id, customer_id, item, price_usd) values (?, ?, ?, ?)",
            str(uuid.uuid4()), customer_id, item, ITEMS[item],
        )

    def order_of(self, customer_id, order_id):
        return self._row("select * from orders where id = ? and customer_id = ?", order_id, customer_id)

    def orders_of(self, customer_id):
        return self._rows("select * from orders where customer_id = ? order by rowid desc", customer_id)

    def mark_paid(self, order_id, charge_id):
        self._rows(
            "update orders set status = 'paid', charge_id = ? where id = ? and status = 'open'", charge_id, order_id
        )

    def mark_refunded(self, order_id):
        self._rows("update orders set status = 'refunded' where id = ? and status = 'paid'", order_id)

    def add_top_up(self, top_up_id, customer_id, amount_usd):
        self._rows("insert or ignore into top_ups values (?, ?, ?, null)", top_up_id, customer_id, amount_usd)

    def top_ups_of(self, customer_id):
        return self._rows("select * from top_ups where customer_id = ? order by rowid desc", customer_id)

    def mark_arrived_once(self, event_id, *, top_up_id, customer_id, credited_usd):
        """
        The event's id is stored in the transaction of what the event does: a second delivery does nothing. The amount
        is the sum of all that was credited for the payment.
        """
        with self._transaction() as database:
            added = database.execute("insert or ignore into handled_events values (?)", (event_id,)).rowcount
            if added == 1:
                database.execute(
                    "update top_ups set credited_usd = ? where id = ? and customer_id = ?",
                    (credited_usd, top_up_id, customer_id),
                )
