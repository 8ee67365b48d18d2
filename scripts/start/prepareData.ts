import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Knex } from 'knex';
import type { Settings } from '../../apps/server/src/base/settings.ts';

export interface FirstStaff {
  email: string;
  /** Only when it was generated just now. */
  password: string | null;
}

interface Bootstrap {
  ensureFirstStaff(settings: Settings, knex: Knex): Promise<FirstStaff>;
}

interface Demo {
  fillDemo(settings: Settings, knex: Knex, onProgress: (done: number, total: number, what: string) => void): Promise<void>;
}

/** The first admin's account, made if there is none; null while the server has no such verb. */
export async function ensureFirstStaff(settings: Settings, knex: Knex): Promise<FirstStaff | null> {
  const bootstrap = await load<Bootstrap>('http/bootstrap.ts');
  return (await bootstrap?.ensureFirstStaff(settings, knex)) ?? null;
}

/** Whether there is nothing yet that demo data could be mixed with. */
export async function isEmpty(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { used: boolean }[] }>('select exists (select from users) or exists (select from payments) as used');
  return rows[0]?.used === false;
}

export async function fillDemo(settings: Settings, knex: Knex, onProgress: (text: string) => void): Promise<void> {
  const demo = await load<Demo>('demo/fillDemo.ts');
  await demo?.fillDemo(settings, knex, (done, total, what) => onProgress(`${done} of ${total}, ${what}`));
}

async function load<Module>(path: string): Promise<Module | null> {
  const file = resolve(import.meta.dirname, '../../apps/server/src', path);
  return existsSync(file) ? ((await import(file)) as Module) : null;
}
