import type { Knex } from 'knex';
import { afterAll, expect } from 'vitest';
import { DomainError } from '../../src/base/domainError.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { bindOriginKey, OriginKey } from '../../src/origin/originKey.ts';
import { authenticate } from '../../src/signIn/authenticate.ts';
import { createCredentialCache } from '../../src/signIn/credentialCache.ts';
import { watchCredentials } from '../../src/signIn/watchCredentials.ts';
import { testDatabase } from './testDatabase.ts';
import type { TestDesk } from './testDesk.ts';

const ADDRESS = '192.0.2.7';

export type RememberingServer = Awaited<ReturnType<typeof rememberingServer>>;

/**
 * What a process of its own has of keys and tokens: a pool, a memory, and a connection for announcements.
 * `change` gives the watch another pool to listen with, as behind a pooler.
 */
export async function rememberingServer(desk: TestDesk, name: string, change = (knex: Knex): Knex => knex) {
  const { url } = await testDatabase();
  const knex = connectDatabase(url, { applicationName: name, poolMax: 5 });
  bindOriginKey(knex, new OriginKey(desk.settings.secret));
  const credentials = createCredentialCache();
  const listening = change(knex);
  const log = { info: () => {}, warn: () => {} };
  const watch = watchCredentials(listening, credentials, log, listening === knex ? null : knex);
  let lookups = 0;
  knex.on('query', ({ sql }: { sql: string }) => {
    if (/from (api_key_secrets|user_tokens)/.test(sql)) lookups += 1;
  });
  afterAll(async () => {
    await watch.stop();
    await knex.destroy();
  });
  const enter = async (secret: string) =>
    await authenticate(
      { knex, auth: desk.auth, credentials },
      { authorization: `Bearer ${secret}`, cookieHeaders: new Headers(), address: ADDRESS },
    );
  return {
    knex,
    credentials,
    watch,
    enter,
    /** What a request with this secret sees: its principal, or the reason of the refusal. */
    async answer(secret: string): Promise<string> {
      try {
        const { principal } = await enter(secret);
        if (principal.kind !== 'service' && principal.kind !== 'user') return principal.kind;
        return `${principal.name}: ${[...principal.permissions].toSorted().join(' ')}`;
      } catch (error) {
        if (error instanceof DomainError) return error.reason;
        throw error;
      }
    },
    async isRemembered(secret: string): Promise<boolean> {
      const before = lookups;
      await enter(secret);
      return lookups === before;
    },
  };
}

/** Asks until a secret is answered from memory. */
export async function remember(on: RememberingServer, secret: string): Promise<void> {
  await expect.poll(async () => await on.isRemembered(secret), { timeout: 15_000, interval: 30 }).toBe(true);
}
