import * as types from '@paydesk/types';
import { z } from 'zod';

/** Names for schemas; a registry of zod, whose ids become `$ref`s. */
export type Names = z.core.$ZodRegistry<{ id: string }>;

/**
 * Schemas that the client's authors describe by hand, and the name of that type: what `data` of an event is depends
 * on its type, which its schema does not say.
 */
export const HAND_WRITTEN: ReadonlyMap<string, string> = new Map([
  ['Event', 'PaydeskEvent'],
  ['EventType', 'PaydeskEventType'],
]);

export interface SchemaNames {
  names: Names;
  /** Further names of a schema, by the one that is declared. */
  aliases: Map<string, string[]>;
}

/** The exported schemas: `paymentOutput` describes a `Payment`, `paymentStatusSchema` a `PaymentStatus`. */
export function namedSchemas(): SchemaNames {
  const names: Names = z.registry<{ id: string }>();
  const aliases = new Map<string, string[]>();
  const sorted = Object.entries(types).toSorted(([one], [other]) => (one < other ? -1 : 1));
  for (const [exported, value] of sorted) {
    if (!(value instanceof z.ZodType)) continue;
    const name = typeName(exported);
    const known = names.get(value)?.id;
    if (known === undefined) names.add(value, { id: name });
    else aliases.set(known, [...(aliases.get(known) ?? []), name]);
  }
  return { names, aliases };
}

/** The name of the type that a schema describes. */
export function typeName(schemaName: string): string {
  const stem = schemaName.replace(/(Output|Schema)$/, '');
  const name = `${stem.charAt(0).toUpperCase()}${stem.slice(1)}`;
  return HAND_WRITTEN.get(name) ?? name;
}

/** The rows' schema, if this is a page of a list. */
export function rowOf(output: z.ZodType): z.ZodType | null {
  if (!(output instanceof z.ZodObject) || !('pageInfo' in output.shape)) return null;
  const { data } = output.shape;
  return data instanceof z.ZodArray && data.element instanceof z.ZodType ? data.element : null;
}

/** Fields of inputs that only staff send: the second factor. */
export const STAFF_ONLY_FIELDS = ['proof'] as const;
