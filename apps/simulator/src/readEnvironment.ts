import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_CREDENTIALS, DEFAULT_TOTP_SECRET, type SimulatorOptions } from './settings.ts';

const blankIsAbsent = <T extends z.ZodType>(field: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), field);
const whole = (name: string, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `${name} must be a whole number`)
    .transform(Number)
    .refine((value) => value <= most, `${name} must be at most ${most}`);

const environment = z.object({
  SIMULATOR_PORT: blankIsAbsent(whole('SIMULATOR_PORT', 65_535).default(3100)),
  SIMULATOR_STEP_MS: blankIsAbsent(whole('SIMULATOR_STEP_MS', 86_400_000).default(4000)),
  SIMULATOR_API_KEY: blankIsAbsent(z.string().optional()),
  SIMULATOR_EMAIL: blankIsAbsent(z.string().default(DEFAULT_CREDENTIALS.email)),
  SIMULATOR_PASSWORD: blankIsAbsent(z.string().default(DEFAULT_CREDENTIALS.password)),
  SIMULATOR_TOTP_SECRET: blankIsAbsent(
    z
      .string()
      .regex(/^[A-Z2-7]{16,128}$/i, 'SIMULATOR_TOTP_SECRET must be base32')
      .default(DEFAULT_TOTP_SECRET),
  ),
  NOWPAYMENTS_IPN_SECRET: blankIsAbsent(z.string().optional()),
  PAYDESK_DATA_DIR: blankIsAbsent(z.string().default('.paydesk')),
});

/** Settings of a stand-alone run. Throws one Error that lists every mistake. */
export const readEnvironment = (env: NodeJS.ProcessEnv): { port: number; options: SimulatorOptions } => {
  const result = environment.safeParse(env);
  if (!result.success) throw new Error(result.error.issues.map(({ message }) => message).join('; '));
  const given = result.data;
  return {
    port: given.SIMULATOR_PORT,
    options: {
      stepMs: given.SIMULATOR_STEP_MS,
      apiKey: given.SIMULATOR_API_KEY,
      ipnSecret: given.NOWPAYMENTS_IPN_SECRET,
      credentials: { email: given.SIMULATOR_EMAIL, password: given.SIMULATOR_PASSWORD },
      payoutTotpSecret: given.SIMULATOR_TOTP_SECRET,
      journalPath: join(given.PAYDESK_DATA_DIR, 'simulator.jsonl'),
    },
  };
};
