import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Knex } from 'knex';
import { canonicalText } from '../base/canonicalText.ts';

/** How many hexadecimal digits name a key. */
const ID_LENGTH = 8;

interface Key {
  id: string;
  key: KeyObject;
}

/**
 * Signs rows with a key from the desk's secret, which is not in the database: whoever can only write to the database
 * cannot make the proof (a MAC) that the desk wrote a row.
 */
export class OriginKey {
  readonly #current: Key;
  readonly #known: ReadonlyMap<string, Key>;

  /** @param former secrets that were in use earlier: their proofs stay valid */
  constructor(secret: string, former: readonly string[] = []) {
    this.#current = keyOf(secret);
    this.#known = new Map([...former.map(keyOf), this.#current].map((key) => [key.id, key]));
  }

  /** The proof, as `keyId:hex`. */
  sign(values: readonly (string | null)[]): string {
    return `${this.#current.id}:${macOf(this.#current, values).toString('hex')}`;
  }

  /** Whether the proof was made with one of the known secrets, or says so. */
  knows(proof: string): boolean {
    return this.#known.has(proof.slice(0, ID_LENGTH));
  }

  isValid(proof: string, values: readonly (string | null)[]): boolean {
    const key = this.#known.get(proof.slice(0, ID_LENGTH));
    if (key === undefined || proof[ID_LENGTH] !== ':') return false;
    const [given, expected] = [Buffer.from(proof.slice(ID_LENGTH + 1), 'hex'), macOf(key, values)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

/** By the configuration of a pool, which knex hands on to its transactions and to the savepoints in them. */
const keys = new WeakMap<object, OriginKey>();

/** Gives the key to a pool: all its transactions have it too. */
export function bindOriginKey(knex: Knex, key: OriginKey): void {
  keys.set(poolOf(knex), key);
}

/** The key of a pool or transaction; null: this process writes and checks no proofs. */
export const originKeyOf = (db: Knex): OriginKey | null => keys.get(poolOf(db)) ?? null;

function poolOf({ client }: Knex): object {
  const { config }: { config: object } = client;
  return config;
}

/** The name of a secret's key, which proofs begin with. It tells nothing about the secret. */
export const originKeyIdOf = (secret: string): string => keyOf(secret).id;

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'paydesk origin of rows', 32));
  const id = createHmac('sha256', bytes).update('id').digest('hex').slice(0, ID_LENGTH);
  return { id, key: createSecretKey(bytes) };
}

const macOf = (key: Key, values: readonly (string | null)[]) =>
  createHmac('sha256', key.key).update(canonicalText(values)).digest();
