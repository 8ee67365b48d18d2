import { networkLabel } from '@paydesk/types';
import type { Knex } from 'knex';
import { Currency } from '../models/Currency.ts';
import { Payment } from '../models/Payment.ts';
import { User } from '../models/User.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';

type Id = string | null | undefined;

/** The ids by which one row names other rows. */
export interface References {
  userId?: Id;
  paymentId?: Id;
  withdrawalId?: Id;
  currencyCode?: Id;
  endpointId?: Id;
}

/** Rows that a page names, found by id. Undefined: the row names none. */
export interface Related {
  user(id: Id): Pick<User, 'externalId' | 'username' | 'email'> | undefined;
  payment(id: Id): Pick<Payment, 'internalPaymentId' | 'providerPaymentId' | 'orderId'> | undefined;
  withdrawal(id: Id): Pick<WithdrawalRequest, 'internalWithdrawalId'> | undefined;
  /** The network of a currency, by its code. */
  network(code: Id): string | undefined;
  endpointUrl(id: Id): string | undefined;
}

/** Reads what the rows of one page name: one statement for each kind. */
export async function relatedRows(knex: Knex, references: readonly References[]): Promise<Related> {
  const idsOf = (name: keyof References): string[] => [
    ...new Set(references.flatMap((row) => row[name] ?? [])),
  ];
  const [users, payments, withdrawals, currencies, endpoints] = await Promise.all([
    find(idsOf('userId'), (ids) =>
      User.query(knex).select('id', 'externalId', 'username', 'email').whereIn('id', ids),
    ),
    find(idsOf('paymentId'), (ids) =>
      Payment.query(knex)
        .select('id', 'internalPaymentId', 'providerPaymentId', 'orderId')
        .whereIn('id', ids),
    ),
    find(idsOf('withdrawalId'), (ids) =>
      WithdrawalRequest.query(knex).select('id', 'internalWithdrawalId').whereIn('id', ids),
    ),
    find(idsOf('currencyCode'), (codes) =>
      Currency.query(knex).select('code', 'network').whereIn('code', codes),
    ),
    find(idsOf('endpointId'), (ids) => WebhookEndpoint.query(knex).select('id', 'url').whereIn('id', ids)),
  ]);
  const user = byKey(users, ({ id }) => id);
  const payment = byKey(payments, ({ id }) => id);
  const withdrawal = byKey(withdrawals, ({ id }) => id);
  const currency = byKey(currencies, ({ code }) => code);
  const endpoint = byKey(endpoints, ({ id }) => id);
  return {
    user,
    payment,
    withdrawal,
    network(code) {
      const network = currency(code)?.network;
      return network === undefined ? undefined : (networkLabel(network) ?? network);
    },
    endpointUrl: (id) => endpoint(id)?.url,
  };
}

async function find<Row>(ids: string[], read: (ids: string[]) => PromiseLike<Row[]>): Promise<Row[]> {
  return ids.length === 0 ? [] : await read(ids);
}

function byKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): (key: Id) => Row | undefined {
  const map = new Map(rows.map((row) => [keyOf(row), row]));
  return (key) => (key === null || key === undefined ? undefined : map.get(key));
}
