import {
  type ActionReading,
  AUDIT_WORDS,
  auditVariantsOf,
  MIN_ACTION_WORD,
  parseAuditKey,
  findActions,
} from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import { AUDIT_SUBJECTS } from '../auditChain/recordAudit.ts';
import type { AuditEntry } from '../models/AuditEntry.ts';
import { containsText } from '../rowFilters/containsText.ts';
import { readQuery } from '../rowFilters/readQuery.ts';
import { findNamed, type NamedRows } from './findNamed.ts';

/** Entries that one branch may find: the newest, of those that the other filters leave. */
const BRANCH_LIMIT = 500;

/** Readings of one text, and branches for people with actions. */
const MAX_READINGS = 6;
const MAX_PERSON_BRANCHES = 200;
/** Of all readings, those of the text itself first: a caller may send readings with hundreds of actions. */
const MAX_BRANCHES = 600;

type Entries = QueryBuilder<AuditEntry>;

export interface AuditSearch {
  /** Adds the condition to a query of the list. */
  apply(query: Entries): void;
}

/**
 * Reads a search text: words of sentences, people, subjects, ids and notes, alone or together ("switched off DOGE").
 * Every way to read it is a branch of a union that uses one index; an `or` would use none.
 * @param candidates makes a query of entries that the other filters leave
 */
export async function auditSearch(
  knex: Knex,
  { q, qReadings = [] }: { q: string; qReadings?: readonly ActionReading[] | undefined },
  { reader, candidates }: { reader: Parameters<typeof findNamed>[2]; candidates: () => Entries },
): Promise<AuditSearch> {
  const readings: ActionReading[] = [
    { actions: [], rest: q },
    ...[...findActions(q, AUDIT_WORDS), ...qReadings].slice(0, MAX_READINGS),
  ];
  const rests = [...new Set(readings.map(({ rest }) => rest))].filter(
    (rest) => rest.length >= MIN_ACTION_WORD,
  );
  const named = new Map(
    await Promise.all(rests.map(async (rest) => [rest, await findNamed(knex, rest, reader)] as const)),
  );
  const branches = [
    ...textBranches(q, candidates),
    ...readings.flatMap(({ actions, rest }) =>
      rest === ''
        ? actions.map((key) => newest(whereAction(candidates(), key)))
        : namedBranches(named.get(rest), actions, candidates),
    ),
  ]
    .slice(0, MAX_BRANCHES)
    // Built once for the page and the count: there may be hundreds.
    .map((branch) => branch.toKnexQuery().toSQL());
  // As an array, so that the entries are found by their ids and not by the order of the list.
  const union = branches.map(({ sql }) => `(${sql})`).join(' union all ');
  const bindings = branches.flatMap((branch) => branch.bindings);
  return { apply: (query) => void query.whereRaw(`audit_log.id = any(array(${union}))`, bindings) };
}

const newest = (query: Entries): Entries =>
  query.orderBy('audit_log.createdAt', 'desc').orderBy('audit_log.id', 'desc').limit(BRANCH_LIMIT);

/** The entries of an action, or of one of its variants. */
function whereAction(query: Entries, key: string): Entries {
  const { action, value } = parseAuditKey(key);
  const variants = auditVariantsOf(action);
  void query.where('action', action);
  if (value !== null && variants !== undefined)
    void query.whereRaw('after ->> ? = ?', [variants.field, value]);
  return query;
}

/** What has the text itself: notes, codes, addresses, ids and beginnings of ids. */
function textBranches(text: string, candidates: () => Entries): Entries[] {
  const branches = [
    newest(candidates().where('action', text)),
    newest(candidates().where('ipAddress', text)),
    ...['staff', 'service', 'user'].map((kind) =>
      newest(candidates().where('actorKind', kind).where('actorId', text.toLowerCase())),
    ),
    // Any of them: to sort all notes with a common word takes long.
    ...(text.length < MIN_ACTION_WORD ? [] : [whereNote(candidates(), text).limit(BRANCH_LIMIT)]),
  ];
  for (const { from, to } of readQuery(text).ids) {
    branches.push(candidates().whereBetween('audit_log.id', [from, to]).limit(BRANCH_LIMIT));
    for (const kind of AUDIT_SUBJECTS)
      branches.push(newest(candidates().where('subjectKind', kind).whereBetween('subjectId', [from, to])));
  }
  return branches;
}

function whereNote(query: Entries, text: string): Entries {
  const values: string[] = [];
  const bind = (value: string) => {
    values.push(value);
    return '?';
  };
  const condition = containsText({ sql: 'note', table: 'audit_log' }, text, bind);
  return query.whereRaw(condition, values);
}

/** What people did, and what was done to subjects; with actions, only these. */
function namedBranches(
  found: NamedRows | undefined,
  actions: readonly string[],
  candidates: () => Entries,
): Entries[] {
  if (found === undefined) return [];
  const limitedTo = (query: Entries): Entries[] =>
    actions.length === 0 ? [query] : actions.map((key) => whereAction(query.clone(), key));
  const people = found.actors.slice(0, Math.ceil(MAX_PERSON_BRANCHES / Math.max(actions.length, 1)));
  return [
    ...people.flatMap(({ kind, id }) =>
      limitedTo(candidates().where('actorKind', kind).where('actorId', id)).map(newest),
    ),
    ...found.subjects
      .filter(({ ids }) => ids.length > 0)
      .flatMap(({ kind, ids }) =>
        limitedTo(
          candidates()
            .where('subjectKind', kind)
            .whereRaw('subject_id = any(?::text[])', [[...ids]]),
        ).map(newest),
      ),
  ];
}
