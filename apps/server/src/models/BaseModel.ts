import { Model, type Pojo, snakeCaseMappers, type QueryContext } from 'objection';
import type { OriginKind } from '../origin/originFields.ts';
import { proofToInsert } from '../origin/stampOrigin.ts';

const mappers = snakeCaseMappers();
const fields = new Map<string, string>();

/** The name of a column in TypeScript. */
function fieldOf(column: string): string {
  const known = fields.get(column);
  if (known !== undefined) return known;
  const [field = column] = Object.keys(mappers.parse({ [column]: null }));
  fields.set(column, field);
  return field;
}

/**
 * camelCase in TypeScript, snake_case in PostgreSQL. Fields are only declared with `declare`: an initialised
 * field would be written by every patch.
 */
export class BaseModel extends Model {
  /** `first` and `findOne` read one row: without this Objection reads all of them and drops the others. */
  static override useLimitInFirst = true;

  /** Set by models whose rows carry a proof that the desk wrote them. */
  static originKind: OriginKind | null = null;
  declare originMac: string | null;

  static override get columnNameMappers() {
    return mappers;
  }

  /** Objection copies a row twice: for the names of its columns, and into the model. */
  override $setDatabaseJson(row: Pojo): this {
    const values: Record<string, unknown> = this as never;
    for (const column of Object.keys(row)) values[fieldOf(column)] = row[column];
    return this;
  }

  override $beforeInsert({ transaction }: QueryContext): void {
    const { originKind } = this.constructor as typeof BaseModel;
    if (originKind !== null) this.originMac = proofToInsert(transaction, originKind, this);
  }
}
