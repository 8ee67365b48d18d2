import { resolve } from 'node:path';
import { MAX_PASSWORD_LENGTH, MIN_OPERATOR_PASSWORD_LENGTH } from '@paydesk/types';
import { z } from 'zod';
import { FILES } from '../files.ts';
import { longSecret } from './fields.ts';

/** The desk's own secrets, its seals, and the first person. */
export const secretVariables = {
  PAYDESK_STAFF_EMAIL: z.email('must be an e-mail address').default('admin@paydesk.local'),
  PAYDESK_STAFF_PASSWORD: z
    .string()
    .min(MIN_OPERATOR_PASSWORD_LENGTH, `must have at least ${MIN_OPERATOR_PASSWORD_LENGTH} characters`)
    .max(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`)
    .optional(),
  PAYDESK_SECRET: longSecret,
  PAYDESK_FORMER_SECRETS: z
    .string()
    .transform((text) => text.split('|').filter((secret) => secret !== ''))
    .pipe(z.array(z.string().min(32, 'must have at least 32 characters each')))
    .default([]),
  SEAL_SECRET: longSecret,
  SEAL_PUBLIC_KEYS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((key) => key !== ''))
    .pipe(
      z.array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be public keys as paydesk verify prints them')),
    )
    .default([]),
  SEAL_EXPORT_DIR: z.string().optional(),
};

export interface SecretSettings {
  /** Signs sessions and user tokens; at least 32 characters. */
  secret: string;
  /** Earlier secrets: what the desk wrote with them stays its own. */
  formerSecrets: string[];
  /** The signed seals over the books. */
  seals: {
    /** The signing key is computed from it; by default the same as `secret`. */
    secret: string;
    /** Base64 public keys of earlier secrets, whose signatures stay valid. */
    formerKeys: string[];
    /** Absolute path of the folder that seals are written to; null: none. */
    exportDir: string | null;
  };
  /** The first admin; a null password is generated and printed once. */
  firstStaff: { email: string; password: string | null };
}

type Given = z.output<z.ZodObject<typeof secretVariables>>;

/** @param secret PAYDESK_SECRET, or the one in the data folder */
export const ownSecrets = (env: Given, secret: string): SecretSettings => ({
  secret,
  formerSecrets: env.PAYDESK_FORMER_SECRETS,
  seals: {
    secret: env.SEAL_SECRET ?? secret,
    formerKeys: env.SEAL_PUBLIC_KEYS,
    exportDir: env.SEAL_EXPORT_DIR === undefined ? null : resolve(FILES.home, env.SEAL_EXPORT_DIR),
  },
  firstStaff: { email: env.PAYDESK_STAFF_EMAIL, password: env.PAYDESK_STAFF_PASSWORD ?? null },
});
