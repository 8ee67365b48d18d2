import { canonicalJson } from '../base/canonicalJson.ts';

export interface BodyDifference {
  code: string;
  message: string;
}

const RAW = 'read the raw body before a framework parses it';

/** In which way a received body differs from the one that was sent; null: in none. */
export function bodyDifference(sent: string, received: string): BodyDifference | null {
  if (received === sent) return null;
  if (received === '') return { code: 'BODY_EMPTY', message: `the body is empty: ${RAW}` };
  if (received.startsWith('\uFEFF') && received.slice(1) === sent)
    return { code: 'BODY_WITH_BOM', message: 'a byte order mark was put in front of the body' };
  if (received.trim() === sent)
    return { code: 'BODY_WITH_SPACE', message: 'a line break or blanks were added around the body' };
  if (Buffer.from(sent).toString('latin1') === received)
    return { code: 'BODY_AS_LATIN1', message: 'the body was read as Latin-1; it is UTF-8' };
  const [ours, theirs] = [parsed(sent), parsed(received)];
  if (theirs === undefined)
    return sent.startsWith(received)
      ? { code: 'BODY_CUT_OFF', message: `only ${received.length} of ${sent.length} characters arrived` }
      : { code: 'BODY_NO_JSON', message: `the body is not JSON any more: ${RAW}` };
  if (canonicalJson(ours) !== canonicalJson(theirs))
    return {
      code: 'BODY_OTHER_CONTENT',
      message: `the body has other content than this event: it is another delivery's, or a field was changed${firstDifference(ours, theirs)}`,
    };
  if (JSON.stringify(theirs) !== JSON.stringify(ours))
    return { code: 'BODY_KEYS_SORTED', message: `the fields are in another order: ${RAW}` };
  if (withoutEscapes(received) === sent)
    return { code: 'BODY_ESCAPED', message: `characters were written as \\u escapes: ${RAW}` };
  return { code: 'BODY_REFORMATTED', message: `the same JSON with other spaces or line breaks: ${RAW}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The path of the first field that differs, for people. */
function firstDifference(ours: unknown, theirs: unknown): string {
  const path = pathOf(ours, theirs);
  return path === null || path === '' ? '' : `, first ${path}`;
}

function pathOf(ours: unknown, theirs: unknown): string | null {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return null;
  if (!isObject(ours) || !isObject(theirs)) return '';
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const inner = pathOf(ours[key], theirs[key]);
    if (inner !== null) return inner === '' ? key : `${key}.${inner}`;
  }
  return null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** JSON with `\u00e9` for é, as Python's json and PHP's json_encode write it; PHP also escapes slashes. */
const withoutEscapes = (text: string): string =>
  text
    .replaceAll(String.raw`\/`, '/')
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_match, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
