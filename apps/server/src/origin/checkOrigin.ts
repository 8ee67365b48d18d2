import type { Knex } from 'knex';
import {
  CHANGING_KINDS,
  ORIGIN_ROWS,
  originColumns,
  valuesAsStored,
  type OriginKind,
} from './originFields.ts';
import { originKeyOf, type OriginKey } from './originKey.ts';

export type OriginProblem =
  | 'it has no proof that the desk wrote it'
  | 'its proof that the desk wrote it is wrong';

const [MISSING, WRONG] = [
  'it has no proof that the desk wrote it',
  'its proof that the desk wrote it is wrong',
] as const satisfies OriginProblem[];

export interface StoredProof {
  id: string;
  proof: string | null;
  /** As `originColumns` selects them. */
  columns: readonly (string | null)[];
}

/** What is wrong with the proof of a row, or null. A row from before there were proofs has none: `isOld`. */
export function proofProblem(
  key: OriginKey,
  kind: OriginKind,
  { proof, columns }: StoredProof,
  isOld: boolean,
): OriginProblem | null {
  if (proof === null) return isOld ? null : MISSING;
  return key.isValid(proof, valuesAsStored(kind, columns)) ? null : WRONG;
}

/** As `proofProblem`, for a row that is in memory, as `valuesToInsert` has it, and never from before there were proofs. */
export function proofProblemOfValues(
  key: OriginKey,
  proof: string | null,
  values: readonly (string | null)[],
): OriginProblem | null {
  if (proof === null) return MISSING;
  return key.isValid(proof, values) ? null : WRONG;
}

/** Reads rows with their proofs. Rows that do not exist are left out. */
export async function readProofs(
  db: Knex,
  kind: OriginKind,
  ids: readonly string[],
): Promise<readonly StoredProof[]> {
  return await selectProofs(db, kind, 'id = any(:ids::uuid[])', { ids: [...ids] });
}

/** A row of which the proof is missing or wrong. */
export interface ForeignRow {
  kind: OriginKind;
  id: string;
  problem: OriginProblem;
}

/**
 * A row that changes, read together with its proof. Null if there is none, or if this desk did not write it, which is
 * passed to `onForeign`.
 *
 * @param condition on the row, for at most one
 * @returns the fields that the proof covers, as text
 * @throws Error in a process without the key
 */
export async function readVerified<Kind extends OriginKind>(
  db: Knex,
  kind: Kind,
  condition: { sql: string; bindings: Record<string, string> },
  onForeign: (row: ForeignRow) => Promise<void>,
): Promise<VerifiedRow<Kind> | null> {
  const key = requireOriginKey(db);
  const [row] = await selectProofs(db, kind, condition.sql, condition.bindings);
  if (row === undefined) return null;
  const problem = proofProblem(key, kind, row, false);
  if (problem !== null) {
    await onForeign({ kind, id: row.id, problem });
    return null;
  }
  const names = Object.keys(ORIGIN_ROWS[kind].fields);
  return Object.fromEntries(
    names.map((name, index) => [name, row.columns[index] ?? null]),
  ) as VerifiedRow<Kind>;
}

type VerifiedRow<Kind extends OriginKind> = Record<keyof (typeof ORIGIN_ROWS)[Kind]['fields'], string | null>;

/** @throws Error in a process without the key: nothing that moves money or lets a person in goes on without it */
export function requireOriginKey(db: Knex): OriginKey {
  const key = originKeyOf(db);
  if (key === null) throw new Error('this process does not have the key that the desk signs its rows with');
  return key;
}

/**
 * The first of the rows that this desk did not write, by id and problem; null when it wrote all of them. Rows that a
 * seal from before the boundary covers are older than proofs.
 *
 * @throws Error in a process without the key: nothing that moves money may go on without the check
 */
export async function findForeign(
  db: Knex,
  kind: OriginKind,
  condition: { sql: string; bindings: Record<string, string | string[]> },
): Promise<{ id: string; problem: OriginProblem } | null> {
  const key = requireOriginKey(db);
  const missing: string[] = [];
  for (const row of await selectProofs(db, kind, condition.sql, condition.bindings)) {
    const problem = proofProblem(key, kind, row, false);
    if (problem === null) continue;
    if (problem === WRONG || CHANGING_KINDS.includes(kind)) return { id: row.id, problem };
    missing.push(row.id);
  }
  const id = await firstNewerThanBoundary(db, key, kind, missing);
  return id === null ? null : { id, problem: MISSING };
}

async function selectProofs(
  db: Knex,
  kind: OriginKind,
  condition: string,
  bindings: Record<string, string | string[]>,
): Promise<readonly StoredProof[]> {
  const { rows } = await db.raw<{ rows: StoredProof[] }>(
    `select id::text, origin_mac as proof, array[${originColumns(kind).join(', ')}] as columns
     from ${ORIGIN_ROWS[kind].table} where ${condition}`,
    bindings,
  );
  return rows;
}

/** The number of the last seal whose rows may be without a proof; 0 without a boundary that the desk wrote. */
export async function boundaryOf(db: Knex, key: OriginKey): Promise<number> {
  const [row] = await selectProofs(db, 'boundary', 'true', {});
  if (row === undefined || proofProblem(key, 'boundary', row, false) !== null) return 0;
  return Number(row.columns[1]);
}

/** All at once: the seals have no index by row, and a user may have very many rows from before there were proofs. */
async function firstNewerThanBoundary(
  db: Knex,
  key: OriginKey,
  kind: OriginKind,
  ids: readonly string[],
): Promise<string | null> {
  if (ids.length === 0) return null;
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select id::text from unnest(:ids::uuid[]) as r (id)
     except
     select k.id::text from ledger_seals s, unnest(s.leaf_kinds, s.leaf_ids) as k (kind, id)
     where s.seq <= :lastSeal and k.kind = :kind and k.id = any(:ids::uuid[])
     limit 1`,
    { ids: [...ids], lastSeal: await boundaryOf(db, key), kind },
  );
  return rows[0]?.id ?? null;
}
