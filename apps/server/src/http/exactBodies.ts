import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../base/domainError.ts';
import { jsonProblem } from '../base/jsonProblem.ts';

/**
 * Reads JSON bodies as text, after checking that every program reads the same in them: valid UTF-8, and what
 * `jsonProblem` checks.
 */
export function readExactBodies(scope: FastifyInstance): void {
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, parsed) => {
    try {
      parsed(null, exactText(body as Buffer));
    } catch (error) {
      parsed(error as Error);
    }
  });
}

/** The body as text. Throws DomainError `INVALID_INPUT`. */
function exactText(body: Buffer): string {
  if (!isUtf8(body)) throw new DomainError('INVALID_INPUT', 'the body is not valid UTF-8');
  const text = body.toString('utf8');
  if (text !== '') refuseInexact(text);
  return text;
}

/**
 * The same for the query parameter `input`, which holds JSON too.
 * @throws DomainError `INVALID_INPUT`
 */
export function refuseInexactQuery(url: string): void {
  const query = url.split('?', 2)[1] ?? '';
  for (const part of query.split('&')) {
    const [name = '', value = ''] = part.split('=', 2);
    if (decodeQuery(name) === 'input' && value !== '') refuseInexact(decodeQuery(value));
  }
}

/**
 * A name or a value of a query.
 * @throws DomainError `INVALID_INPUT`
 */
export function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new DomainError('INVALID_INPUT', 'the address is not valid UTF-8');
  }
}

function refuseInexact(text: string): void {
  const problem = jsonProblem(text);
  if (problem !== null) throw new DomainError('INVALID_INPUT', problem);
}
