import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';

/** Locks an endpoint until the transaction ends. Refuses with NOT_FOUND. */
export async function lockEndpoint(trx: Knex.Transaction, id: string): Promise<WebhookEndpoint> {
  const endpoint = await WebhookEndpoint.query(trx).findById(id).forUpdate();
  if (endpoint === undefined) throw new DomainError('NOT_FOUND', 'no such webhook endpoint');
  return endpoint;
}
