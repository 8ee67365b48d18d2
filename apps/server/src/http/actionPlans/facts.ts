import type { ChangeFact } from '@paydesk/types';
import { canonicalJson } from '../../base/canonicalJson.ts';
import type { ActionPlan } from '../../changeRequests/governedAction.ts';

/** Plans of different inputs stand in one table; each is called with what its own schema has parsed. */
export const actionPlan = <Input>(plan: ActionPlan<Input>): ActionPlan => plan as ActionPlan;

/** Something new. */
export const newFact = (label: string, after: unknown): ChangeFact => ({
  label,
  before: null,
  after: text(after),
});

/** The fields that would change, each with its value now. */
export function changedFacts<Row extends object>(
  before: Row,
  after: Partial<Row>,
  labels: Partial<Record<keyof Row, string>> = {},
): ChangeFact[] {
  return (Object.keys(after) as (keyof Row & string)[])
    .filter((field) => after[field] !== undefined && text(after[field]) !== text(before[field]))
    .map((field) => ({
      label: labels[field] ?? wordsOf(field),
      before: text(before[field]),
      after: text(after[field]),
    }));
}

/** `networkFeeUsd` is "Network fee USD". */
function wordsOf(field: string): string {
  const words = field.replaceAll(/[A-Z][a-z]+/g, (word) => ` ${word.toLowerCase()}`).replace(/ usd$/, ' USD');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The same text for a value as it was sent and as the database returns it. */
function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : canonicalJson(value);
}
