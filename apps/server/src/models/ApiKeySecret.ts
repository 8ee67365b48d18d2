import { BaseModel } from './BaseModel.ts';

/**
 * One secret of an API key; several live side by side after a rotation. The secret itself is nowhere: only
 * its SHA-256 and its first characters.
 */
export class ApiKeySecret extends BaseModel {
  static override tableName = 'api_key_secrets';
  declare id: string;
  declare apiKeyId: string;
  /** The first eight characters, for people to tell secrets apart. */
  declare prefix: string;
  declare secretHash: string;
  /** Null: as long as the key. At most one secret of a key has no end: the newest. */
  declare endsAt: Date | null;
  /** At most a minute behind. */
  declare lastUsedAt: Date | null;
  declare lastUsedFrom: string | null;
  declare createdAt: Date;
}
