import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { verifyPassword } from 'better-auth/crypto';

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(given: { hash: string; password: string }): Promise<boolean>;
}

/** scrypt as recommended by OWASP's password storage cheat sheet (2026): 32 MiB, about 0.3 seconds a guess. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const MAX_MEMORY = 64 * 1024 * 1024;
const KEY_BYTES = 32;
const pattern = /^scrypt:(\d+):(\d+):(\d+):([\w-]+):([\w-]+)$/;

/**
 * Stores the cost beside the salt, so that it can be raised. Older hashes are better-auth's own (N=16384,
 * r=16, p=1).
 */
export const passwordHasher: PasswordHasher = {
  async hash(password) {
    const salt = randomBytes(16);
    const key = await slowKey(password, salt, COST);
    return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join(
      ':',
    );
  },
  async verify({ hash, password }) {
    const [, N, r, p, salt = '', key = ''] = pattern.exec(hash) ?? [];
    if (N === undefined) return await verifyPassword({ hash, password });
    const given = await slowKey(password, Buffer.from(salt, 'base64url'), {
      N: Number(N),
      r: Number(r),
      p: Number(p),
    });
    return timingSafeEqual(Buffer.from(key, 'base64url'), given);
  },
};

function slowKey(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Normalised, because keyboards encode letters such as é in different ways.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: MAX_MEMORY }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** For tests only: the same interface at almost no cost, without protection against guessing. */
export const fastPasswordHasher: PasswordHasher = {
  async hash(password) {
    const salt = randomBytes(16);
    return `fast:${salt.toString('hex')}:${(await cheapKey(password, salt)).toString('hex')}`;
  },
  async verify({ hash, password }) {
    const [, salt = '', key = ''] = hash.split(':');
    return timingSafeEqual(Buffer.from(key, 'hex'), await cheapKey(password, Buffer.from(salt, 'hex')));
  },
};

function cheapKey(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N: 16 }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
