import type { Knex } from 'knex';
import { verifyAudit, type AuditVerdict } from '../auditChain/verifyAudit.ts';

const walks = new WeakMap<Knex, Promise<AuditVerdict>>();

/**
 * Walks the chain; who asks while a walk is under way gets its verdict, so that many who ask at once cost one
 * walk.
 */
export async function walkOnce(knex: Knex): Promise<AuditVerdict> {
  const underWay = walks.get(knex);
  if (underWay !== undefined) return await underWay;
  const walk = verifyAudit(knex).finally(() => walks.delete(knex));
  walks.set(knex, walk);
  return await walk;
}
