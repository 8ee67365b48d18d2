import type { Knex } from 'knex';
import type { Settings } from '../../apps/server/src/base/settings.ts';

export interface FirstStaff {
  email: string;
  /** Only when it was generated just now. */
  password: string | null;
}

/**
 * The first admin's account, made if there is none. Loaded here, not at the top: the first line on the screen
 * should not wait for it.
 */
export async function ensureFirstStaff(settings: Settings, knex: Knex): Promise<FirstStaff> {
  const bootstrap = await import('../../apps/server/src/signIn/ensureFirstStaff.ts');
  return await bootstrap.ensureFirstStaff(settings, knex);
}

/** Whether there is nothing yet that demo data could be mixed with. */
export async function isEmpty(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { used: boolean }[] }>(
    'select exists (select from users) or exists (select from payments) as used',
  );
  return rows[0]?.used === false;
}

/**
 * Fills the desk with demo data; answers the account of a colleague, for what takes two people. What goes
 * wrong is told and no reason not to start: the books are right at every moment of it.
 */
export async function fillDemo(
  settings: Settings,
  knex: Knex,
  onProgress: (text: string) => void,
): Promise<FirstStaff | null> {
  const demo = await import('../../apps/server/src/demo/fillDemo.ts');
  try {
    return await demo.fillDemo(settings, knex, (done, total, what) =>
      onProgress(`${done} of ${total}, ${what}`),
    );
  } catch (error) {
    process.stderr.write(
      `The demo data is incomplete: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return null;
  }
}
