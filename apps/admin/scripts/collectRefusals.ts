/** What a function of the database writes beside the reason of a refusal, `%s` for a value. */
const REFUSAL =
  /(?:raise_domain_error\(|array\[)\s*'(?<reason>[A-Z_]+)',\s*(?:format\(\s*)?'(?<text>(?:[^']|'')+)'/g;
/** The same of a function that is given its sentence. */
const OF_PAYERS = /require_payer\([^,']+,\s*'(?<text>(?:[^']|'')+)'/g;
const FUNCTION =
  /create (?:or replace )?function (?<name>\w+)(?<text>[\s\S]*?\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)/gi;

/** No command changes rows like that, or gives such input: whoever sees it is not at the admin app. */
const NOT_FOR_STAFF = ['IMMUTABLE', 'BOOKS_DISAGREE', 'INVALID_INPUT'];

export interface Refusal {
  reason: string;
  /** With `%s` for each value. */
  text: string;
}

/**
 * The refusals by functions and triggers of the database that staff may see: when two act at once, the second one's
 * checks have passed before the first has written.
 *
 * @param migrations in their order: a later one replaces functions of an earlier one
 */
export function collectRefusals(migrations: readonly string[]): Refusal[] {
  const functions = new Map<string, string>();
  for (const migration of migrations)
    for (const { groups } of migration.matchAll(FUNCTION))
      functions.set(groups?.['name'] ?? '', groups?.['text'] ?? '');
  return [...functions.values()]
    .flatMap((body) => [...body.matchAll(REFUSAL), ...body.matchAll(OF_PAYERS)])
    .map(({ groups }) => ({
      reason: groups?.['reason'] ?? 'STAFF_ONLY',
      text: (groups?.['text'] ?? '').replaceAll("''", "'"),
    }))
    .filter(({ reason }) => !NOT_FOR_STAFF.includes(reason));
}
