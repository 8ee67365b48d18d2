import type { BetterAuthPlugin } from 'better-auth';
import { APIError } from 'better-auth/api';
import type { Knex } from 'knex';
import { reportForeignRow, type AlarmLog } from '../auth/reportForeignRow.ts';
import { newId } from '../base/identifiers.ts';
import { proofProblemOfValues, requireOriginKey } from '../origin/checkOrigin.ts';
import { ORIGIN_ROWS, valuesToInsert, type SIGN_IN_KINDS } from '../origin/originFields.ts';
import { twoFactorTables } from './tableNames.ts';

type Adapter = Parameters<NonNullable<BetterAuthPlugin['init']>>[0]['adapter'];
type Where = Parameters<Adapter['update']>[0]['where'];
type Row = Record<string, unknown>;
type SignInKind = (typeof SIGN_IN_KINDS)[number];

/** The models of better-auth that a person is authenticated by. */
const KINDS = new Map<string, SignInKind>([
  ['session', 'session'],
  ['account', 'account'],
  ['twoFactor', 'two_factor'],
  ['verification', 'pending_sign_in'],
]);

const originMac = {
  type: 'string',
  required: false,
  input: false,
  returned: false,
  fieldName: 'origin_mac',
} as const;

/**
 * Gives each row that better-auth authenticates a person by a proof that the desk wrote it. A row whose proof is missing
 * or wrong is treated as if it did not exist, with an alarm. It wraps better-auth's database adapter: its database
 * hooks cover neither the two-factor rows nor, on an update, which row changes.
 */
export function verifiedRows(knex: Knex, log: AlarmLog | undefined) {
  return {
    id: 'verified-rows',
    schema: {
      session: { fields: { originMac } },
      account: { fields: { originMac } },
      verification: { fields: { originMac } },
      twoFactor: { modelName: twoFactorTables.twoFactor.modelName, fields: { originMac } },
    },
    // In place: better-auth finds its check of the tables by this object.
    init: ({ adapter }) =>
      void Object.assign(adapter, verifiedAdapter({ ...adapter }, new Proofs(knex, log))),
  } satisfies BetterAuthPlugin;
}

function verifiedAdapter(inner: Adapter, proofs: Proofs): Adapter {
  const change = async (model: string, where: Where, values: Row) =>
    await proofs.renew(model, values, async () => await inner.findOne<Row>({ model, where }));
  return {
    ...inner,
    create: async (given) =>
      await inner.create({ ...given, data: proofs.give(given.model, given.data), forceAllowId: true }),
    findOne: async (given) => await proofs.check(given.model, await inner.findOne(given)),
    findMany: async <T>(given: Parameters<Adapter['findMany']>[0]) =>
      await proofs.checkAll(given.model, await inner.findMany<T>(given)),
    consumeOne: async (given) => await proofs.check(given.model, await inner.consumeOne(given)),
    async update<T>(given: Parameters<Adapter['update']>[0]) {
      const { model, where, update } = given;
      const renewed = await change(model, where, update);
      if (renewed === 'none') return null;
      if (renewed === 'kept') return await inner.update<T>(given);
      const updated = await inner.update<T>({
        model,
        where: [...where, renewed.guard],
        update: renewed.values,
      });
      return updated ?? changedMeanwhile();
    },
    async incrementOne<T>(given: Parameters<Adapter['incrementOne']>[0]) {
      const { model, where, set } = given;
      const renewed = await change(model, where, set ?? {});
      if (renewed === 'none') return null;
      if (renewed === 'kept') return await inner.incrementOne<T>(given);
      return await inner.incrementOne<T>({ ...given, where: [...where, renewed.guard], set: renewed.values });
    },
    async updateMany(given) {
      if (proofs.covers(given.model, given.update))
        throw new Error(`rows of ${given.model} change one by one: each has a proof of its own`);
      return await inner.updateMany(given);
    },
    transaction: async (work) =>
      await inner.transaction(async (trx) => await work(verifiedAdapter({ ...inner, ...trx }, proofs))),
  };
}

function changedMeanwhile(): never {
  throw new APIError('CONFLICT', { message: 'This was changed at the same time. Please try again.' });
}

/** Proofs of rows as better-auth has them. */
class Proofs {
  readonly #knex: Knex;
  readonly #log: AlarmLog | undefined;

  constructor(knex: Knex, log: AlarmLog | undefined) {
    this.#knex = knex;
    this.#log = log;
  }

  /** A new row with its id and its proof. */
  give<T extends Row>(model: string, data: T): T {
    const kind = KINDS.get(model);
    if (kind === undefined) return data;
    const row = { id: newId(), ...data };
    return { ...row, originMac: requireOriginKey(this.#knex).sign(valuesOf(kind, row)) };
  }

  /** The row, with what was joined to it; null if its proof is missing or wrong. */
  async check<T>(model: string, row: T | null): Promise<T | null> {
    const [checked] = await this.checkAll(model, row === null ? [] : [row]);
    return checked ?? null;
  }

  async checkAll<T>(model: string, rows: readonly T[]): Promise<T[]> {
    const kept: T[] = [];
    for (const row of rows) if (await this.#isOwn(model, row as Row)) kept.push(await this.#checkJoined(row));
    return kept;
  }

  /** Whether a change of these fields needs a new proof. */
  covers(model: string, values: Row): boolean {
    const kind = KINDS.get(model);
    return kind !== undefined && Object.keys(values).some((name) => fieldsOf(kind).has(name));
  }

  /**
   * What to write for a change of a row: `kept` if its proof stays valid; `none` without a row of the desk's own;
   * else the values with the new proof, and the condition that the row is still the one that was read.
   */
  async renew(model: string, values: Row, read: () => Promise<Row | null>) {
    const kind = KINDS.get(model);
    if (kind === undefined || !this.covers(model, values)) return 'kept';
    const row = await this.check(model, await read());
    if (row === null) return 'none';
    const proof = requireOriginKey(this.#knex).sign(valuesOf(kind, { ...row, ...values }));
    const guard = { field: 'originMac', value: String(row['originMac']) };
    return { values: { ...values, originMac: proof }, guard };
  }

  async #checkJoined<T>(row: T): Promise<T> {
    const joined: Row = {};
    for (const [name, value] of Object.entries(row as Row))
      if (KINDS.has(name) && Array.isArray(value)) joined[name] = await this.checkAll(name, value);
    return { ...row, ...joined };
  }

  async #isOwn(model: string, row: Row): Promise<boolean> {
    const kind = KINDS.get(model);
    if (kind === undefined) return true;
    const { id, originMac: proof } = row;
    const problem = proofProblemOfValues(
      requireOriginKey(this.#knex),
      typeof proof === 'string' ? proof : null,
      valuesOf(kind, row),
    );
    if (problem !== null) await reportForeignRow(this.#knex, this.#log, { kind, id: String(id), problem });
    return problem === null;
  }
}

const valuesOf = (kind: SignInKind, row: Row) => valuesToInsert(kind, { ...row, staffId: row['userId'] });

/** The fields that a proof covers, by better-auth's names. */
const fieldsOf = (kind: SignInKind): ReadonlySet<string> =>
  new Set(Object.keys(ORIGIN_ROWS[kind].fields).map((name) => (name === 'staffId' ? 'userId' : name)));
