import { randomBytes } from 'node:crypto';
import type { ServiceScope, StaffRole } from '@paydesk/types';
import { createStaff, recordAudit, systemActor } from '@paydesk/server/domain';
import { createApiKey, createEndpoint } from '@paydesk/server/in-process';
import type { EventType } from '@paydesk/types';
import type { Sandbox } from '../openSandbox.ts';

const actor = systemActor('sandbox');

/** A key for an app, without the limits that a real one has by default. */
export async function newApiKey(
  { ctx }: Sandbox,
  { scopes, name }: { scopes: ServiceScope[]; name: string },
): Promise<{ id: string; key: string }> {
  const limits = { 'transactions.bonus': null };
  const { apiKey, key } = await createApiKey(ctx, actor, { name, scopes, limits });
  return { id: apiKey.id, key };
}

/** A member of staff who can sign in with a password. */
export async function newStaff(
  { ctx }: Sandbox,
  { role, name }: { role: StaffRole; name: string },
): Promise<{ id: string; email: string; password: string }> {
  const email = `${role}-${randomBytes(4).toString('hex')}@sandbox.test`;
  const password = randomBytes(12).toString('base64url');
  const { staff } = await createStaff(ctx.knex, ctx.auth, { email, name, role, password });
  await recordAudit(ctx.knex, {
    action: 'staff.create',
    actor,
    subjectKind: 'staff',
    subjectId: staff.id,
    after: { email, role },
    at: ctx.clock.now(),
  });
  return { id: staff.id, email, password };
}

/** Events are sent to the URL from now on. */
export async function newWebhook(
  { ctx }: Sandbox,
  { url, types }: { url: string; types: EventType[] | null },
): Promise<{ id: string; secret: string }> {
  const { endpoint, secret } = await createEndpoint(ctx, actor, {
    url,
    description: 'sandbox',
    eventTypes: types,
    after: 'now',
  });
  return { id: endpoint.id, secret };
}
