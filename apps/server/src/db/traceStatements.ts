import { type Span, SpanKind } from '@opentelemetry/api';
import type { Knex } from 'knex';
import { markFailed, startSpan } from '../base/tracing.ts';
import { postgresErrorOf } from './refusal.ts';

/** Characters of a statement that a span shows. */
const MAX_TEXT = 1000;

interface Statement {
  __knexQueryUid: string;
  sql: string;
}

/**
 * A span for each statement of the pool that is part of a traced request or job. It shows the text with all values taken
 * out, never what is bound to it.
 */
export function traceStatements(knex: Knex): void {
  const open = new Map<string, Span>();
  knex.on('query', ({ __knexQueryUid: id, sql }: Statement) => {
    const operation = /^\W*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? 'SQL';
    const span = startSpan(operation, {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        'db.query.text': withoutValues(sql),
      },
    });
    if (span !== null) open.set(id, span);
  });
  const end = (id: string) => {
    open.get(id)?.end();
    open.delete(id);
  };
  knex.on('query-response', (_response: unknown, { __knexQueryUid: id }: Statement) => end(id));
  knex.on('query-error', (error: unknown, { __knexQueryUid: id }: Statement) => {
    const span = open.get(id);
    // Messages of PostgreSQL show values.
    if (span !== undefined) markFailed(span, postgresErrorOf(error)?.code ?? 'unknown');
    end(id);
  });
}

/** Numbers and quoted texts are replaced by `?`, in case a statement was put together with them; `$1` stays. */
const withoutValues = (sql: string): string =>
  sql
    .slice(0, MAX_TEXT * 2)
    .replaceAll(/\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g, '?')
    .replaceAll(/'(?:[^']|'')*(?:'|$)/g, '?')
    .replaceAll(/(?<![\w$])\d[\d.]*/g, '?')
    .slice(0, MAX_TEXT);
