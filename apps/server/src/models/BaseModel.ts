import { Model, snakeCaseMappers, type QueryContext } from 'objection';
import type { OriginKind } from '../origin/originFields.ts';
import { proofToInsert } from '../origin/stampOrigin.ts';

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
    return snakeCaseMappers();
  }

  override $beforeInsert({ transaction }: QueryContext): void {
    const { originKind } = this.constructor as typeof BaseModel;
    if (originKind !== null) this.originMac = proofToInsert(transaction, originKind, this);
  }
}
