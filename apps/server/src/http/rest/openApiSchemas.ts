import { z } from 'zod';
import { EVENT_COMPONENT, eventSchemas } from './eventSchemas.ts';
import { FIELD_TEXTS } from './operationTexts.ts';
import { namedSchemas, type Names, rowOf, STAFF_ONLY_FIELDS } from './schemaNames.ts';

/** A JSON Schema as it stands in the document. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  description?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
}

/** The schemas of the document, which grow as operations are described. */
export interface SchemaBook {
  components: Map<string, Schema>;
  /** Further names of a component. */
  aliases: ReadonlyMap<string, readonly string[]>;
  /** The schema of an input or answer. Objects, enumerations and unions that have a name become components. */
  describe(schema: z.ZodType, io: 'input' | 'output'): Schema;
}

const PREFIX = '#/components/schemas/';

/** The name behind a reference to a component. */
export const componentOf = (ref: string): string => ref.slice(PREFIX.length);

export function schemaBook(): SchemaBook {
  const { names, aliases } = namedSchemas();
  const components = new Map<string, Schema>();
  return { components, aliases, describe };

  function describe(schema: z.ZodType, io: 'input' | 'output'): Schema {
    nameAnswer(schema, names);
    const { $defs = {}, ...root } = z.toJSONSchema(schema, { io, metadata: names });
    const tidying: Tidying = { io, defs: $defs as Record<string, Schema> };
    for (const [name, json] of Object.entries(tidying.defs)) {
      if (!isComponent(json)) continue;
      const described = name === EVENT_COMPONENT ? describeEvent(tidy(json, tidying)) : tidy(json, tidying);
      const known = components.get(name);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(described))
        throw new Error(`${name} has one form as input and another as output: export two schemas`);
      components.set(name, described);
    }
    return tidy(root as Schema, tidying);
  }

  function describeEvent(event: Schema): Schema {
    const { union, variants } = eventSchemas(event, (schema) => describe(schema, 'output'));
    for (const [name, variant] of variants) components.set(name, variant);
    return union;
  }
}

/** The names of the components that a part of the document refers to, also by way of others. */
export function componentsIn(part: unknown, components: ReadonlyMap<string, Schema>): Set<string> {
  const found = new Set<string>();
  const add = (text: string) => {
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      add(JSON.stringify(components.get(name) ?? {}));
    }
  };
  add(JSON.stringify(part));
  return found;
}

interface Tidying {
  io: 'input' | 'output';
  defs: Readonly<Record<string, Schema>>;
}

/** A text or a list that has a name is written out where it is used, as in the types of the client. */
const isComponent = ({ properties, enum: values, anyOf }: Schema) =>
  properties !== undefined || values !== undefined || anyOf !== undefined;

/** Pages and batches are named after their rows. */
function nameAnswer(schema: z.ZodType, names: Names): void {
  if (names.get(schema) !== undefined || !(schema instanceof z.ZodObject)) return;
  const { data } = schema.shape;
  const row = data instanceof z.ZodArray ? names.get(data.element as z.ZodType)?.id : undefined;
  if (row !== undefined) names.add(schema, { id: `${row}${rowOf(schema) === null ? 'Batch' : 'Page'}` });
}

/** Keywords that say what `format` says already, or that zod writes for itself. */
const REDUNDANT = new Set(['$schema', 'id']);
const FORMATS_WITHOUT_PATTERN = new Set(['date-time', 'uuid', 'email']);

/** zod's JSON Schema as OpenAPI 3.1 tools like it: short, nullable as a list of types, references to components. */
function tidy(json: Schema, tidying: Tidying): Schema {
  const { $ref, anyOf, properties, required, items, additionalProperties, ...rest } = json;
  if ($ref !== undefined) {
    const name = $ref.replace('#/$defs/', '');
    const target = tidying.defs[name];
    return target === undefined || isComponent(target) ? { $ref: `${PREFIX}${name}` } : tidy(target, tidying);
  }
  const plain = Object.fromEntries(
    Object.entries(rest).filter(([keyword, value]) => !isRedundant(keyword, value, json)),
  ) as Schema;
  if (anyOf !== undefined) return { ...plain, ...alternatives(anyOf.map((one) => tidy(one, tidying))) };
  return {
    ...plain,
    ...(properties !== undefined && fieldsOf(properties, required, tidying)),
    ...(items !== undefined && { items: tidy(items, tidying) }),
    ...(typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
      ? { additionalProperties: tidy(additionalProperties, tidying) }
      : // Answers may gain fields.
        additionalProperties === false && tidying.io === 'input' && { additionalProperties: false }),
  };
}

function isRedundant(keyword: string, value: unknown, { format, default: fallback }: Schema): boolean {
  return (
    REDUNDANT.has(keyword) ||
    (keyword === 'pattern' && FORMATS_WITHOUT_PATTERN.has(format ?? '')) ||
    (keyword === 'propertyNames' && typeof value === 'object') ||
    (keyword === 'default' && typeof fallback === 'object') ||
    (['minimum', 'maximum'].includes(keyword) && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER)
  );
}

function fieldsOf(
  properties: Record<string, Schema>,
  required: readonly string[] = [],
  tidying: Tidying,
): Schema {
  const leftOut: readonly string[] = tidying.io === 'input' ? STAFF_ONLY_FIELDS : [];
  const shown = Object.entries(properties).filter(([name]) => !leftOut.includes(name));
  return {
    properties: Object.fromEntries(
      shown.map(([name, field]) => [name, withText(name, tidy(field, tidying))]),
    ),
    ...(required.length > 0 && { required: required.filter((name) => !leftOut.includes(name)) }),
  };
}

/** The schema with the description that fields of this name have. */
export function withText(name: string, schema: Schema): Schema {
  const description = Object.hasOwn(FIELD_TEXTS, name) ? FIELD_TEXTS[name] : undefined;
  return description === undefined || schema.$ref !== undefined ? schema : { ...schema, description };
}

function alternatives(all: Schema[]): Schema {
  const others = all.filter(({ type }) => type !== 'null');
  const [only] = others;
  if (others.length === all.length || others.length !== 1 || only === undefined) return { anyOf: all };
  if (typeof only.type !== 'string') return { anyOf: all };
  return { ...only, type: [only.type, 'null'], ...(only.enum && { enum: [...only.enum, null] }) };
}
