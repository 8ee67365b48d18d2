import type { savedViewQuery } from '@paydesk/types';
import type { z } from 'zod';
import { BaseModel } from './BaseModel.ts';

/** A list as one member of staff wants to see it again. */
export class SavedView extends BaseModel {
  static override tableName = 'saved_views';
  static override jsonAttributes = ['query'];
  declare id: string;
  declare staffId: string;
  declare resource: string;
  declare name: string;
  declare query: z.infer<typeof savedViewQuery>;
  declare isDefault: boolean;
  declare createdAt: Date;
  declare updatedAt: Date;
}
