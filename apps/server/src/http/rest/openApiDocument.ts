import { ERROR_REASONS } from '@paydesk/types';
import type { z } from 'zod';
import { VERSION } from '../../base/version.ts';
import { callersOf } from '../../trpc/callersOf.ts';
import { exampleOf } from './examples.ts';
import { eventStreamPath } from './eventStreamPath.ts';
import { HEADERS, PARAMETERS, ERROR_SCHEMA, SECURITY_SCHEMES, INTRODUCTION } from './openApiParts.ts';
import {
  componentOf,
  componentsIn,
  type Schema,
  type SchemaBook,
  schemaBook,
  withText,
} from './openApiSchemas.ts';
import { type ErrorResponses, errorResponses, reasonsOf } from './operationErrors.ts';
import { GROUP_TEXTS, OPERATION_TEXTS } from './operationTexts.ts';
import { queryParameters } from './queryParameters.ts';
import { fieldsOf, isInPath, type RestRoute, restRoutes } from './restRoutes.ts';
import { typeName } from './schemaNames.ts';

/** The description of the REST API: OpenAPI 3.1, made from the procedures. `url`: where it is served. */
export function openApiDocument(url: string) {
  const book = schemaBook();
  const errors: ErrorResponses = new Map();
  const paths: Record<string, Record<string, object>> = {};
  const groups = new Set<string>();
  for (const route of restRoutes()) {
    groups.add(groupOf(route));
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route, { book, errors });
  }
  paths['/events/stream'] = eventStreamPath(book, errors);
  const used = componentsIn(paths, book.components);
  const schemas = [...book.components].filter(([name]) => used.has(name));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Paydesk',
      version: VERSION,
      summary: 'Deposits, balances and withdrawals of a payments desk.',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url }],
    tags: [...groups].map((group) => textOf(GROUP_TEXTS, group)),
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: sorted([...errors]),
      schemas: {
        ...sorted(schemas),
        ErrorReason: { type: 'string', enum: Object.keys(ERROR_REASONS) },
        Error: ERROR_SCHEMA,
      },
    },
  };
}

const sorted = <T>(entries: [string, T][]): Record<string, T> =>
  Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** `payments.getMany` is `paymentsGetMany`. */
export const operationIdOf = (procedure: string): string =>
  procedure.replaceAll(/\.(\w)/g, (_dot, letter: string) => letter.toUpperCase());

const groupOf = ({ procedure }: RestRoute) => procedure.split('.')[0] ?? '';

function textOf<T>(texts: Readonly<Record<string, T>>, key: string): T {
  const text = texts[key];
  if (text === undefined) throw new Error(`operationTexts.ts says nothing about ${key}`);
  return text;
}

function operation(route: RestRoute, { book, errors }: { book: SchemaBook; errors: ErrorResponses }): object {
  const { procedure, type, definition } = route;
  const { summary, description } = textOf(OPERATION_TEXTS, procedure);
  const takesKey = 'idempotencyKey' in fieldsOf(definition.inputs[0]);
  const body = type === 'mutation' ? requestBody(route, book) : undefined;
  return {
    operationId: operationIdOf(procedure),
    tags: [textOf(GROUP_TEXTS, groupOf(route)).name],
    summary,
    description: [description, whoMayCall(route)].filter((text) => text !== undefined).join('\n\n'),
    security: securityOf(route),
    parameters: [
      ...pathParameters(route, book),
      ...queries(route, book),
      ...(takesKey ? [{ $ref: '#/components/parameters/Idempotency-Key' }] : []),
      { $ref: '#/components/parameters/X-Request-Id' },
    ],
    ...(body !== undefined && { requestBody: body }),
    responses: {
      '200': answer(route, book, takesKey),
      ...errorResponses(reasonsOf(route, { takesKey }), errors),
    },
  };
}

/** Every API key may ask who it is. */
const EVERY_KEY = 'session.read';

function whoMayCall({ definition: { meta } }: RestRoute): string {
  if (meta.permission === EVERY_KEY) return 'For every API key, and for user tokens.';
  const users = callersOf(meta).users ? ', and for user tokens, on their own user’s rows' : '';
  return `For API keys with the scope \`${meta.permission}\`${users}.`;
}

/** The names in the lists are what the caller needs: the scope of an API key. */
function securityOf({ definition: { meta } }: RestRoute): object[] {
  const scopes = meta.permission === EVERY_KEY ? [] : [meta.permission];
  return [{ apiKey: scopes }, ...(callersOf(meta).users ? [{ userToken: [] }] : [])];
}

function pathParameters({ pathField, definition }: RestRoute, book: SchemaBook): object[] {
  const field = pathField === null ? undefined : fieldsOf(definition.inputs[0])[pathField];
  if (pathField === null || field === undefined) return [];
  const schema = book.describe(field, 'input');
  return [
    {
      name: pathField,
      in: 'path',
      required: true,
      schema,
      example: exampleOf(schema, book.components, pathField),
    },
  ];
}

function queries(route: RestRoute, book: SchemaBook): object[] {
  const { shape } = queryParameters(route).schema;
  return Object.entries(shape as Record<string, z.ZodType>).map(([name, field]) => {
    const { description, ...schema } = withText(name, queryForm(book.describe(field, 'input')));
    return {
      name,
      in: 'query',
      ...(description !== undefined && { description }),
      ...(!field.safeParse(undefined).success && { required: true }),
      schema,
    };
  });
}

/** One value or a list of them is, in a query, a list: the parameter is repeated. */
function queryForm(schema: Schema): Schema {
  const list = schema.anyOf?.find(({ type }) => type === 'array');
  return list ?? schema;
}

function requestBody(route: RestRoute, book: SchemaBook): object | undefined {
  const schema = bodySchema(route, book);
  if (schema === undefined) return undefined;
  const { required = [] } = resolved(schema, book);
  return {
    required: required.length > 0,
    content: { 'application/json': { schema, example: exampleOf(schema, book.components) } },
  };
}

/** The input without what stands in the path; undefined if nothing is left. */
function bodySchema({ procedure, definition, pathField }: RestRoute, book: SchemaBook): Schema | undefined {
  const [input] = definition.inputs;
  if (input === undefined) return undefined;
  const described = book.describe(input, 'input');
  if (pathField === null) return underOwnName(procedure, described, book);
  const { properties = {}, required = [], ...whole } = resolved(described, book);
  const rest = Object.fromEntries(Object.entries(properties).filter(([name]) => !isInPath(name, pathField)));
  if (Object.keys(rest).length === 0) return undefined;
  const still = required.filter((field) => field !== pathField);
  return { ...whole, properties: rest, ...(still.length > 0 && { required: still }) };
}

/** Some inputs are the same: `BonusInput` is `ChargeInput` too. */
function underOwnName(procedure: string, described: Schema, book: SchemaBook): Schema {
  const name = componentOf(described.$ref ?? '');
  const own = typeName(`${procedure.split('.')[1] ?? ''}Input`);
  if (book.aliases.get(name)?.includes(own) !== true) return described;
  book.components.set(own, resolved(described, book));
  return { $ref: `#/components/schemas/${own}` };
}

const resolved = (schema: Schema, { components }: SchemaBook): Schema =>
  schema.$ref === undefined ? schema : (components.get(componentOf(schema.$ref)) ?? {});

function answer(
  { procedure, definition: { output } }: RestRoute,
  book: SchemaBook,
  takesKey: boolean,
): object {
  if (output === undefined) throw new Error(`${procedure} does not declare its answer`);
  const schema = book.describe(output, 'output');
  const names = [
    'X-Request-Id',
    'RateLimit-Limit',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    ...(takesKey ? ['Idempotent-Replayed'] : []),
  ];
  return {
    description: 'Done.',
    headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    content: { 'application/json': { schema, example: exampleOf(schema, book.components) } },
  };
}
