import { type EventData, eventOutput, type EventOutput } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import { Transaction } from '../models/Transaction.ts';
import { paymentForUser } from '../payments/presentPayment.ts';
import { presentTransaction } from '../transactions/presentTransaction.ts';
import { userForUser } from '../users/presentUser.ts';
import { withdrawalForUser } from '../withdrawals/presentWithdrawal.ts';
import type { StoredUser } from './dataBuilders.ts';
import { withVerifiedData } from './verifiedEvents.ts';
import type { StoredEvent } from './readEvents.ts';

/** Events as sent over the wire, in order: with the data that staff and apps see, or that the user sees. */
export async function presentEvents(
  ctx: AppContext,
  stored: readonly StoredEvent[],
  { forUser }: { forUser: boolean },
): Promise<EventOutput[]> {
  const events = await withVerifiedData(ctx, stored);
  const transactions = await readTransactions(ctx, events);
  return events.map((event) => {
    const data =
      event.resource_type === 'transaction'
        ? transactionData(transactions.get(event.resource_id), forUser)
        : storedData(event, forUser);
    return {
      id: event.id,
      sequence: Number(event.sequence),
      type: event.type,
      createdAt: event.created_at.toISOString(),
      resourceType: event.resource_type,
      resourceId: event.resource_id,
      userId: event.user_id,
      userExternalId: event.external_id,
      data,
      // The type and the resource that an event names were written together.
    } as EventOutput;
  });
}

/** Each event as JSON, exactly as `events.list` answers it: for streams and webhooks. */
export async function eventTexts(
  ctx: AppContext,
  events: readonly StoredEvent[],
  view: { forUser: boolean },
): Promise<readonly string[]> {
  const shown = await presentEvents(ctx, events, view);
  return shown.map((event) => JSON.stringify(eventOutput.parse(event)));
}

async function readTransactions(
  { knex }: AppContext,
  events: readonly StoredEvent[],
): Promise<Map<string, Transaction>> {
  const ids = events
    .filter((event) => event.resource_type === 'transaction')
    .map(({ resource_id }) => resource_id);
  if (ids.length === 0) return new Map();
  const rows = await Transaction.query(knex).whereIn('id', ids);
  return new Map(rows.map((row) => [row.id, row]));
}

const transactionData = (row: Transaction | undefined, forUser: boolean) =>
  row === undefined ? null : presentTransaction(row, { forUser });

/** What users do not see of their own rows is left out here, as `get` does. */
function storedData(event: StoredEvent, forUser: boolean): unknown {
  if (event.data === null) return null;
  switch (event.resource_type) {
    case 'payment': {
      const payment = event.data as EventData['payment'];
      return forUser ? paymentForUser(payment) : payment;
    }
    case 'withdrawal': {
      const withdrawal = event.data as EventData['withdrawal'];
      return forUser ? withdrawalForUser(withdrawal) : withdrawal;
    }
    case 'user': {
      const user = withPersonalData(event.data as StoredUser, event);
      return forUser ? userForUser(user) : user;
    }
    default:
      return event.data;
  }
}

const withPersonalData = (
  user: StoredUser,
  { external_id, username, email }: StoredEvent,
): EventData['user'] => ({ ...user, externalId: external_id ?? '', username: username ?? '', email });
