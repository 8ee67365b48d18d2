import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SERVICE_SCOPES, USER_PERMISSIONS } from '@paydesk/types';
import type { TRPCError } from '@trpc/server';
import { expect, test } from 'vitest';
import { callableProcedures } from '../../src/http/rest/callableProcedures.ts';
import { clientTypes, clientTypesFile } from '../../scripts/writeClientTypes.ts';
import type { Principal } from '../../src/auth/principal.ts';
import { createMetrics } from '../../src/base/metrics.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { appRouter } from '../../src/http/router.ts';
import { procedures } from '../support/http.ts';

const appId = '019aaaaa-0000-7000-8000-000000000001';

/** An app and an end user with everything that apps and end users can be given. */
const callers: Principal[] = [
  { kind: 'service', id: appId, name: 'shop', permissions: new Set(SERVICE_SCOPES) },
  { kind: 'user', userId: appId, name: 'Ada', permissions: new Set(USER_PERMISSIONS) },
] as Principal[];

const metrics = createMetrics();

/** Whether a caller passes the checks of permissions: what it calls fails later, because there is no desk. */
async function isAdmitted(principal: Principal, path: string): Promise<boolean> {
  const governance = { limitKey: () => Promise.resolve(null) };
  const call = { idempotencyKey: null, replayed: new Set<number>() };
  const app = { metrics };
  const context = { principal, app, governance, call, inputOf: () => undefined, origin: { ip: '::1' } };
  const caller = appRouter.createCaller(context as never);
  const [router = '', name = ''] = path.split('.');
  const routers = caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  const failure = await routers[router]?.[name]?.(null).then(
    () => null,
    (error: unknown) => error as TRPCError,
  );
  const { cause } = failure ?? {};
  return !(cause instanceof DomainError && ['PERMISSION_DENIED', 'STAFF_ONLY'].includes(cause.reason));
}

test('the client declares every procedure that the desk admits an app or an end user to, and no other', async () => {
  const admitted: string[] = [];
  for (const [path] of procedures) {
    const answers = await Promise.all(callers.map(async (caller) => await isAdmitted(caller, path)));
    if (answers.includes(true)) admitted.push(path);
  }
  const declared = callableProcedures(appRouter).map(([path]) => path);
  expect(declared.toSorted()).toEqual(admitted.toSorted());
  expect(declared).toContain('payments.create');
  expect(declared).not.toContain('withdrawals.approve');
  expect(declared).not.toContain('withdrawals.review');
});

test('the declarations of the client are those of the router (node apps/server/scripts/writeClientTypes.ts)', () => {
  expect(readFileSync(clientTypesFile, 'utf8')).toBe(clientTypes());
});

test('importing the router at run time fails', () => {
  const importRouter = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', "await import('@paydesk/server/router')"], {
      cwd: import.meta.dirname,
      stdio: 'pipe',
      encoding: 'utf8',
    });
  expect(importRouter).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
});
