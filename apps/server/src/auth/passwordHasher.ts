import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(given: { hash: string; password: string }): Promise<boolean>;
}

/** scrypt with N=16384, r=16, p=1: about a tenth of a second for each guess. */
export const passwordHasher: PasswordHasher = { hash: hashPassword, verify: verifyPassword };

/** For tests alone: the same thing at almost no cost, and no use against anyone who guesses. */
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
