import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { collectRefusals } from './collectRefusals.ts';
import type { Node } from './walk.ts';

/*
 * The sentences that the server and the rules and schemas of `packages/types` write for staff, as templates: what is
 * put into one is `{0}`, `{1}` …, an amount in USD `{0:usd}`, and what may be a sentence or a word of the server itself
 * `{0:text}`. They are read from the sources, without running them: strings, templates, choices, tables, constants,
 * and what functions return; where a function writes its parameter into a sentence, what its callers give.
 */

const ROOT = join(import.meta.dirname, '../../..');
const SOURCES = ['apps/server/src/**/*.ts', 'packages/{types,addresses}/src/**/*.ts'];
const MIGRATIONS = 'apps/server/migrations/*.sql';

/**
 * No page of staff shows what these write: the command line, transport errors, the provider's reports, the payers'
 * page, and what only apps can call.
 */
const NOT_FOR_STAFF = [
  /^apps\/server\/src\/(cli|restores|checkout|verify|dashboard|auditChain)\//,
  /^apps\/server\/src\/http\/(?!actionPlans)/,
  /^apps\/server\/src\/(base|db\/(?!refusal))/,
  /\.webhook\.ts$/,
  /\/users\/createUserToken\.ts$|\/auth\/userTokens\.ts$|\/events\/readEvents\.ts$/,
  /\/signIn\/findService\.ts$|\/apiKeys\/limitKey\.ts$|\/trpc\/idempotency\w*\.ts$/,
];

/** Refusals whose message the app replaces by a text of its own: `providers/describeError.ts`. */
const REPLACED = readReplacedReasons();

/** Properties that hold sentences for staff, by the file that writes them. */
const PROPERTIES: [RegExp, RegExp][] = [
  [/\/policyEngine\/decide\.ts$/, /^message$/],
  [/\/changeRequests\/listChangeRequests\.ts$/, /^why$/],
  [/\/http\/actionPlans\//, /^(summary|before|after)$/],
  [/\/doctor\//, /^(title|found|advice)$/],
  [/\/webhooks\/delivery\/sendRequest\.ts$/, /^error$/],
  [/\/withdrawals\/payouts\/receivePayoutReport\.ts$/, /^message$/],
  [/^packages\/addresses\//, /^message$/],
  [/\/networks\/\w+Networks\.ts$/, /^addressShape$/],
  [/\/networks\/extraIdRules\.ts$/, /^(name|form)$/],
];
/** Files with tables of a pattern and a sentence or a word. */
const TABLES = /^packages\/addresses\/src\/(notAddresses|secretForms)\.ts$/;
/** Files whose functions return such sentences. */
const RETURNED = [/\/withdrawals\/allowedActions\.ts$/];
/** Functions that are given such a sentence, and the argument that is one. */
const GIVEN: Record<string, number> = { allowedIf: 1, notAllowed: 0, failPayout: 2, decided: 1 };
/** What the methods of schemas are given beside their first arguments. */
const SCHEMA_METHODS = /^(refine|regex|min|max|length|url|lt|lte|gt|gte|check|array|string|enum)$/;
/** Words that sentences are put together with. */
const WORDS = /^((WITHDRAWAL|PAYMENT|SUSPENSE|CHANGE_REQUEST)_STATUSES|STAFF_ROLES)$/;

/** What zod writes about an input where our schemas have no sentence of their own. */
const OF_ZOD = [
  'Invalid email address',
  'Invalid input',
  'Invalid option: expected one of {?}',
  'Invalid input: expected {?}, received {?}',
  'Invalid string: must match pattern {?}',
  'Invalid URL',
  'Invalid UUID',
  'Too big: expected array to have <={?} items',
  'Too big: expected number to be <={?}',
  'Too big: expected string to have <={?} characters',
  'Too small: expected array to have >={?} items',
  'Too small: expected number to be >={?}',
  'Too small: expected string to have >={?} characters',
];

/** A place in a template: its kind, before it has its number. */
const VALUE = '{?}';
const TEXT = '{?:text}';
/** `1, 3 or bc1`: the `or` is a word. */
const OR = '{?:or}';
/** So many forms of one place are collected as parts of sentences, by themselves. */
const MOST_FORMS = 4;
/** Ends what refers to itself. */
const MOST_STEPS = 24;
/** Several such, with commas between them. */
const LIST = '{?:list}';
const USD = '{?:usd}';
const NUMBER = '{?:number}';

interface File {
  path: string;
  program: Node;
}
/** What the parameters of a function stand for while its result is read. */
type Bindings = Map<Node, { node: Node; bindings: Bindings }>;
interface Sink {
  index: number;
  property: string | null;
}

const parents = new WeakMap<Node, Node>();
const fileOf = new WeakMap<Node, File>();

/** All templates, each once, sorted. */
export function collectSentences(): string[] {
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .filter((path) => !/\.test\.ts$|\.fixture\.ts$/.test(path))
    .toSorted()
    .map((path) => readFile(path, readFileSync(join(ROOT, path), 'utf8')));
  const migrations = globSync(MIGRATIONS, { cwd: ROOT })
    .toSorted()
    .map((path) => readFileSync(join(ROOT, path), 'utf8'));
  return collectFrom(files, migrations);
}

/** The same of sources by their paths, and of migrations. */
export const collectSentencesOf = (
  sources: Record<string, string>,
  migrations: readonly string[] = [],
): string[] =>
  collectFrom(
    Object.entries(sources).map(([path, source]) => readFile(path, source)),
    migrations,
  );

function collectFrom(files: File[], migrations: readonly string[]): string[] {
  const refusals = collectRefusals(migrations)
    .filter(({ reason }) => !REPLACED.has(reason))
    .map(({ text }) => text.replaceAll('%s', TEXT));
  return new Collector(files, refusals).collect();
}

class Collector {
  readonly #exports = new Map<string, Node>();
  readonly #calls = new Map<string, Node[]>();
  readonly #all: Node[] = [];
  /** Parameters whose values are put into a sentence, by the function's name. */
  readonly #sinks = new Map<string, Sink[]>();
  readonly #pending: (() => void)[] = [];
  readonly #found: Set<string>;

  constructor(files: File[], refusals: readonly string[]) {
    this.#found = new Set(refusals);
    for (const file of files)
      visit(file.program, (node) => {
        fileOf.set(node, file);
        this.#index(node);
      });
  }

  collect(): string[] {
    for (const node of this.#all) this.#collectFrom(node);
    while (this.#pending.length > 0) this.#pending.pop()?.();
    // What ends with a blank is followed by a value that may be empty: its other form has a place for it.
    const whole = [...OF_ZOD, ...this.#found].filter(
      (template) => containsText(template) && template === template.trim() && !/^\S*\d\S*$/.test(template),
    );
    return [...new Set(whole.map((template) => numbered(generalized(template))))].toSorted();
  }

  #index(node: Node): void {
    this.#all.push(node);
    const type = node['type'];
    if (type === 'CallExpression' || type === 'NewExpression') {
      const name = nameOf(node['callee'] as Node);
      if (name !== null) this.#calls.set(name, [...(this.#calls.get(name) ?? []), node]);
    }
    if (type === 'ExportNamedDeclaration')
      for (const [name, value] of declaredBy(node['declaration'] as Node | null))
        this.#exports.set(name, value);
  }

  #collectFrom(node: Node): void {
    const path = fileOf.get(node)?.path ?? '';
    if (NOT_FOR_STAFF.some((one) => one.test(path))) return;
    switch (node['type']) {
      case 'NewExpression':
        return this.#collectRefusal(node);
      case 'CallExpression':
        return this.#collectCall(node, path);
      case 'Property':
        if (
          PROPERTIES.some(([file, name]) => file.test(path) && name.test(nameOf(node['key'] as Node) ?? ''))
        )
          this.#keep(node['value'] as Node);
        return;
      case 'ArrayExpression':
        if (TABLES.test(path)) for (const one of node['elements'] as Node[]) this.#keep(one);
        return;
      case 'VariableDeclarator':
        if (WORDS.test(nameOf(node['id'] as Node) ?? '')) this.#keepStates(node['init'] as Node);
        return;
      case 'FunctionDeclaration':
      case 'ArrowFunctionExpression':
        if (RETURNED.some((one) => one.test(path))) for (const value of resultsOf(node)) this.#keep(value);
        return;
    }
  }

  #collectRefusal(node: Node): void {
    const name = nameOf(node['callee'] as Node) ?? '';
    if (!/^(DomainError|PolicyRefusal)$/.test(name)) return;
    const [reason, message] = node['arguments'] as Node[];
    const literal = reason?.['type'] === 'Literal' ? String(reason['value']) : null;
    if (message && (literal === null || !REPLACED.has(literal))) this.#keep(message);
  }

  #collectCall(node: Node, path: string): void {
    const callee = node['callee'] as Node;
    const name = nameOf(callee) ?? '';
    const given = node['arguments'] as Node[];
    const sentence = given[GIVEN[name] ?? -1];
    if (sentence) this.#keep(sentence);
    else if (
      path.startsWith('packages/types/src/') &&
      callee['type'] === 'MemberExpression' &&
      SCHEMA_METHODS.test(name)
    )
      this.#keepErrorOf(
        given,
        name === 'refine' || name === 'regex' || name === 'min' || name === 'max' || name === 'length'
          ? 1
          : 0,
      );
  }

  /** `'must not be empty'`, or `{ path, error: '…' }`. */
  #keepErrorOf(given: Node[], index: number): void {
    const node = given[index];
    if (!node) return;
    const objects = this.#objectsOf(node, new Map());
    if (objects.length === 0)
      return void (
        /^(Literal|TemplateLiteral|ConditionalExpression|Identifier)$/.test(String(node['type'])) &&
        this.#keep(node)
      );
    for (const object of objects) {
      const error = propertyOf(object, 'error') ?? propertyOf(object, 'message');
      if (error) for (const value of isFunction(error) ? resultsOf(error) : [error]) this.#keep(value);
    }
  }

  #keepStates(node: Node): void {
    for (const element of (unwrap(node)['elements'] ?? []) as Node[])
      if (typeof element['value'] === 'string') this.#found.add(element['value'].replaceAll('_', ' '));
  }

  #keep(node: Node, bindings: Bindings = new Map()): void {
    for (const template of this.#read(node, bindings, 0)) this.#found.add(template);
  }

  /** The templates that an expression can be. */
  #read(given: Node, bindings: Bindings, depth: number): string[] {
    const node = unwrap(given);
    if (depth > MOST_STEPS) return [VALUE];
    const read = (one: unknown) => this.#read(one as Node, bindings, depth + 1);
    switch (node['type']) {
      case 'Literal':
        if (node['value'] === null) return [];
        return typeof node['value'] === 'string' && !/^[\d.]+$/.test(node['value'])
          ? [node['value']]
          : [VALUE];
      case 'TemplateLiteral': {
        const quasis = (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
        return (node['expressions'] as Node[]).reduce<string[]>(
          (before, value, index) => product(before, this.#placeOf(read(value)), [quasis[index + 1] ?? '']),
          [quasis[0] ?? ''],
        );
      }
      case 'BinaryExpression':
        return node['operator'] === '+' && !isNumber(node['right'] as Node)
          ? product(read(node['left']), read(node['right']))
          : [VALUE];
      case 'ConditionalExpression':
        return [...read(node['consequent']), ...read(node['alternate'])];
      case 'LogicalExpression':
        return node['operator'] === '&&'
          ? read(node['right'])
          : [...read(node['left']), ...read(node['right'])];
      case 'Identifier':
        return this.#readName(node, bindings, depth);
      case 'MemberExpression':
        return this.#readMember(node, bindings, depth);
      case 'CallExpression':
        return this.#readCall(node, bindings, depth);
      default:
        return [VALUE];
    }
  }

  /** Of a choice inside a sentence; what has no words is a value, and nothing at all is a form of its own. */
  #placeOf(forms: string[]): string[] {
    const places = [...new Set(forms.map((one) => (one === '?' ? VALUE : one)))];
    if (places.length === 0) return [VALUE];
    if (places.length <= MOST_FORMS) return places;
    for (const one of places) this.#found.add(one);
    return [TEXT];
  }

  #readName(node: Node, bindings: Bindings, depth: number): string[] {
    const name = String(node['name']);
    if (name === 'undefined') return [];
    // How the command line is started depends on where the server is installed.
    if (name === 'PROGRAM') return [VALUE];
    const found = this.#resolve(node);
    if (found === null) return [kindOf(name)];
    if (found.is === 'parameter') {
      const bound = bindings.get(found.id);
      if (bound) return this.#read(bound.node, bound.bindings, depth + 1);
      this.#follow(found.of, { index: found.index, property: found.property });
      return [/^(amount\w*Usd|limit)$/.test(name) ? VALUE : TEXT];
    }
    if (found.property === null) {
      const read = this.#read(found.node, bindings, depth + 1);
      return read.length === 1 && read[0] === VALUE ? [kindOf(name)] : read;
    }
    const values = this.#objectsOf(found.node, bindings).map((object) =>
      propertyOf(object, found.property ?? ''),
    );
    const known = values.filter((value) => value !== null);
    return known.length === 0
      ? [kindOf(name)]
      : known.flatMap((value) => this.#read(value, bindings, depth + 1));
  }

  #readMember(node: Node, bindings: Bindings, depth: number): string[] {
    const property = node['property'] as Node;
    const objects = this.#objectsOf(node['object'] as Node, bindings);
    const values = objects.flatMap((object) =>
      node['computed'] === true
        ? propertiesOf(object)
        : [propertyOf(object, String(property['name']))].filter((one) => one !== null),
    );
    if (values.length > 0) return values.flatMap((value) => this.#read(value, bindings, depth + 1));
    return [kindOf(nameOf(node) ?? '')];
  }

  #readCall(node: Node, bindings: Bindings, depth: number): string[] {
    const callee = node['callee'] as Node;
    const name = nameOf(callee) ?? '';
    if (name === 'readable' || name === 'toLowerCase') return [TEXT];
    if (name === 'usdDisplay') return [USD];
    if (name === 'join' && callee['type'] === 'MemberExpression')
      return this.#readList(callee['object'] as Node, bindings, depth).some(containsText) ? [LIST] : [VALUE];
    if (callee['type'] !== 'Identifier') return [VALUE];
    const inner = this.#enter(node, bindings);
    if (inner === null) return [VALUE];
    const read = inner.results.flatMap((result) => this.#read(result, inner.bindings, depth + 1));
    return read.some(containsText) ? read : [VALUE];
  }

  /** The elements of a list, each kept as a sentence of its own. */
  #readList(given: Node, bindings: Bindings, depth: number): string[] {
    const node = unwrap(given);
    const list = (one: unknown) => this.#readList(one as Node, bindings, depth + 1);
    if (depth > MOST_STEPS) return [];
    if (node['type'] === 'ConditionalExpression')
      return [...list(node['consequent']), ...list(node['alternate'])];
    if (node['type'] === 'ArrayExpression')
      return (node['elements'] as Node[]).flatMap((one) => {
        if (one['type'] === 'SpreadElement') return list(one['argument']);
        const read = this.#read(one, bindings, depth + 1).filter(containsText);
        for (const template of read) this.#found.add(template);
        return read;
      });
    if (node['type'] === 'Identifier') {
      const found = this.#resolve(node);
      return found?.is === 'value' && found.property === null ? list(found.node) : [];
    }
    const inner = node['type'] === 'CallExpression' ? this.#enter(node, bindings) : null;
    return inner === null
      ? []
      : inner.results.flatMap((one) => this.#readList(one, inner.bindings, depth + 1));
  }

  /** What a call returns, and what the parameters are there; null when its function is not known. */
  #enter(node: Node, bindings: Bindings): { results: Node[]; bindings: Bindings } | null {
    const callee = node['callee'] as Node;
    if (callee['type'] !== 'Identifier') return null;
    const found = this.#resolve(callee);
    if (found?.is !== 'value' || !isFunction(found.node)) return null;
    const inner: Bindings = new Map();
    const given = node['arguments'] as Node[];
    (found.node['params'] as Node[]).forEach((parameter, index) => {
      const argument = given[index];
      if (argument && parameter['type'] === 'Identifier') inner.set(parameter, { node: argument, bindings });
      if (argument?.['type'] === 'ObjectExpression' && parameter['type'] === 'ObjectPattern')
        for (const one of parameter['properties'] as Node[]) {
          const value = propertyOf(argument, nameOf(one['key'] as Node) ?? '');
          if (value) inner.set(one['value'] as Node, { node: value, bindings });
        }
    });
    return { results: resultsOf(found.node), bindings: inner };
  }

  /** The object literals that an expression can be: a table, or an entry of one. */
  #objectsOf(given: Node, bindings: Bindings): Node[] {
    const node = unwrap(given);
    if (node['type'] === 'ObjectExpression') return [node];
    if (node['type'] === 'Identifier') {
      const found = this.#resolve(node);
      return found?.is === 'value' && found.property === null ? this.#objectsOf(found.node, bindings) : [];
    }
    if (node['type'] !== 'MemberExpression') return [];
    return this.#objectsOf(node['object'] as Node, bindings).flatMap((object) =>
      (node['computed'] === true ? propertiesOf(object) : [propertyOf(object, nameOf(node) ?? '')])
        .filter((one) => one !== null)
        .flatMap((one) => this.#objectsOf(one, bindings)),
    );
  }

  /** Where a name is declared, in the scopes around it or, if it is imported, by its exported name. */
  #resolve(
    node: Node,
  ):
    | { is: 'parameter'; of: Node; index: number; property: string | null; id: Node }
    | { is: 'value'; node: Node; property: string | null }
    | null {
    const name = String(node['name']);
    for (let scope = parents.get(node); scope; scope = parents.get(scope)) {
      if (isFunction(scope)) {
        const found = parameterOf(scope, name);
        if (found) return { is: 'parameter', of: scope, ...found };
      }
      const body =
        scope['type'] === 'BlockStatement' || scope['type'] === 'Program' ? (scope['body'] as Node[]) : [];
      for (const statement of body) {
        const declaration =
          statement['type'] === 'ExportNamedDeclaration'
            ? (statement['declaration'] as Node | null)
            : statement;
        const found = declaredAs(declaration, name);
        if (found) return { is: 'value', ...found };
        if (statement['type'] === 'ImportDeclaration' && importsName(statement, name)) {
          const exported = this.#exports.get(name);
          return exported ? { is: 'value', node: exported, property: null } : null;
        }
      }
    }
    return null;
  }

  /** A sentence is put together from a parameter: what each call gives is a sentence, or a part of one. */
  #follow(of: Node, sink: Sink): void {
    const name = functionName(of);
    if (name === null) return;
    const known = this.#sinks.get(name) ?? [];
    if (known.some((one) => one.index === sink.index && one.property === sink.property)) return;
    this.#sinks.set(name, [...known, sink]);
    this.#pending.push(() => {
      for (const call of this.#calls.get(name) ?? []) {
        if (NOT_FOR_STAFF.some((one) => one.test(fileOf.get(call)?.path ?? ''))) continue;
        const given = (call['arguments'] as Node[])[sink.index];
        if (!given) continue;
        if (sink.property === null) this.#keep(given);
        else
          for (const object of this.#objectsOf(given, new Map())) {
            const value = propertyOf(object, sink.property);
            if (value) this.#keep(value);
          }
      }
    });
  }
}

function readFile(path: string, source: string): File {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0]?.message ?? ''}`);
  return { path, program: program as unknown as Node };
}

function visit(node: Node, each: (node: Node) => void): void {
  each(node);
  for (const [key, child] of Object.entries(node)) {
    if (key === 'parent') continue;
    for (const one of Array.isArray(child) ? (child as unknown[]) : [child])
      if (typeof one === 'object' && one !== null && 'type' in one) {
        parents.set(one as Node, node);
        visit(one as Node, each);
      }
  }
}

const isFunction = (node: Node): boolean =>
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(String(node['type']));

const WRAPPERS =
  /^(ParenthesizedExpression|TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|AwaitExpression|ChainExpression)$/;
function unwrap(node: Node): Node {
  const inner = node['expression'] ?? node['argument'];
  return WRAPPERS.test(String(node['type'])) && inner ? unwrap(inner as Node) : node;
}

/** Of a variable its name, of a property the last one. */
function nameOf(node: Node): string | null {
  if (node['type'] === 'Identifier') return String(node['name']);
  if (node['type'] === 'Literal') return String(node['value']);
  return node['type'] === 'MemberExpression' ? nameOf(node['property'] as Node) : null;
}

/** What may be a sentence or a word of the server itself; anything else is a value. */
const kindOf = (name: string): string =>
  /^(why|reason|message|found|lookAlike|conflict|status|secret|foreign|form|addressShape)$/.test(name)
    ? TEXT
    : VALUE;

const containsText = (template: string): boolean => /\p{L}{2}/u.test(template.replaceAll(/\{\?.*?\}/g, ''));

const isNumber = (node: Node): boolean => node['type'] === 'Literal' && typeof node['value'] === 'number';

const product = (...lists: string[][]): string[] =>
  lists.reduce((before, list) => before.flatMap((start) => list.map((end) => start + end)), ['']);

/** The forms of addresses and memos have the same few words around many figures; "an" is written like "a". */
function generalized(template: string): string {
  const [, start, rest] =
    /^starts with (.+?)((?:, \d[\d tor]* (?:hexadecimal )?characters)?)$/.exec(template) ?? [];
  if (start !== undefined)
    return `starts with ${start === VALUE ? VALUE : OR}${rest?.replaceAll(/\d+/g, NUMBER) ?? ''}`;
  return template
    .replace(/^\d+ to \d+ plain characters$/, `${NUMBER} to ${NUMBER} plain characters`)
    .replace(/^(Destination tag|Memo|Comment|Message)$/, (name) => name.toLowerCase())
    .replaceAll(/\ban (?=\{)/g, 'a ');
}

/** `{?} USD` is an amount; the places get their numbers. */
function numbered(template: string): string {
  let count = 0;
  return template.replaceAll(/\{\?(?::text)?\} USD/g, USD).replaceAll('{?', () => `{${count++}`);
}

function propertiesOf(object: Node): Node[] {
  return (object['properties'] as Node[]).flatMap((one) =>
    one['type'] === 'Property' ? [one['value'] as Node] : [],
  );
}

function propertyOf(object: Node, name: string): Node | null {
  const found = (object['properties'] as Node[] | undefined)?.find(
    (one) => one['type'] === 'Property' && nameOf(one['key'] as Node) === name,
  );
  return (found?.['value'] as Node | undefined) ?? null;
}

/** The expressions that a function returns itself. */
function resultsOf(of: Node): Node[] {
  const body = of['body'] as Node | null;
  if (!body) return [];
  if (body['type'] !== 'BlockStatement') return [body];
  const found: Node[] = [];
  const visitOwn = (node: Node) => {
    if (isFunction(node)) return;
    if (node['type'] === 'ReturnStatement' && node['argument']) found.push(node['argument'] as Node);
    for (const [key, child] of Object.entries(node))
      if (key !== 'parent')
        for (const one of Array.isArray(child) ? (child as unknown[]) : [child])
          if (typeof one === 'object' && one !== null && 'type' in one) visitOwn(one as Node);
  };
  visitOwn(body);
  return found;
}

function parameterOf(of: Node, name: string): { index: number; property: string | null; id: Node } | null {
  for (const [index, given] of (of['params'] as Node[]).entries()) {
    const parameter = given['type'] === 'AssignmentPattern' ? (given['left'] as Node) : given;
    if (parameter['type'] === 'Identifier' && parameter['name'] === name)
      return { index, property: null, id: parameter };
    if (parameter['type'] === 'ObjectPattern')
      for (const one of parameter['properties'] as Node[]) {
        const value = one['value'] as Node | undefined;
        const id = value?.['type'] === 'AssignmentPattern' ? (value['left'] as Node) : value;
        if (id?.['name'] === name) return { index, property: nameOf(one['key'] as Node), id };
      }
  }
  return null;
}

/** The names that a declaration makes, with what they stand for. */
function declaredBy(declaration: Node | null): [string, Node][] {
  if (declaration?.['type'] === 'FunctionDeclaration')
    return [[nameOf(declaration['id'] as Node) ?? '', declaration]];
  if (declaration?.['type'] !== 'VariableDeclaration') return [];
  return (declaration['declarations'] as Node[]).flatMap((one): [string, Node][] => {
    const name = nameOf(one['id'] as Node);
    return name !== null && one['init'] ? [[name, one['init'] as Node]] : [];
  });
}

function declaredAs(declaration: Node | null, name: string): { node: Node; property: string | null } | null {
  const [, node] = declaredBy(declaration).find(([one]) => one === name) ?? [];
  if (node) return { node, property: null };
  if (declaration?.['type'] !== 'VariableDeclaration') return null;
  for (const one of declaration['declarations'] as Node[]) {
    const id = one['id'] as Node;
    if (id['type'] !== 'ObjectPattern' || !one['init']) continue;
    const property = (id['properties'] as Node[]).find(
      ({ value }) => (value as Node | undefined)?.['name'] === name,
    );
    if (property) return { node: one['init'] as Node, property: nameOf(property['key'] as Node) };
  }
  return null;
}

const importsName = (statement: Node, name: string): boolean =>
  (statement['specifiers'] as Node[]).some(({ local }) => (local as Node)['name'] === name);

/** Of a function the name by which it is called; null for one without a name of its own. */
function functionName(of: Node): string | null {
  if (of['id']) return nameOf(of['id'] as Node);
  const parent = parents.get(of);
  return parent?.['type'] === 'VariableDeclarator' ? nameOf(parent['id'] as Node) : null;
}

/** The keys of the table `MESSAGES` there. */
function readReplacedReasons(): Set<string> {
  const source = readFileSync(join(import.meta.dirname, '../src/providers/describeError.ts'), 'utf8');
  const [, table = ''] = /const MESSAGES[^{]*\{(.*?)\n\};/s.exec(source) ?? [];
  return new Set(Array.from(table.matchAll(/^ {2}([A-Z_]+):/gm), ([, reason]) => reason ?? ''));
}
