import { Model, snakeCaseMappers } from 'objection';

/**
 * camelCase in TypeScript, snake_case in PostgreSQL. Fields are only declared with `declare`: an initialised
 * field would be written by every patch.
 */
export class BaseModel extends Model {
  static override get columnNameMappers() {
    return snakeCaseMappers();
  }
}
