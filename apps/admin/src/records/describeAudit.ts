import {
  AUDIT_WORDS,
  type ActionReading,
  type AuditAction,
  auditVariantsOf,
  parseAuditKey,
  findActions,
  type StaffRole,
} from '@paydesk/types/rules';
import { shortUsd } from '../fields/formats.ts';
import type { AuditEntry } from '../providers/records.ts';
import { language } from '../texts/currentLanguage.ts';
import { ACTION_LABELS, actionLabel } from './auditActions.ts';
import { AUDIT_SENTENCES, type AuditFacts } from './auditSentences.ts';
import { RESOURCE_NAMES } from './resourceNames.ts';
import { ROLE_WORDS } from './staffNames.ts';

/** What an entry says, with what it is about: "Approved withdrawal of $120.00 to Priya R." */
export function describeAudit(entry: AuditEntry): string {
  const { action } = entry;
  return (isKnown(action) ? AUDIT_SENTENCES[action](factsOf(entry)) : null) ?? actionLabel(action);
}

/** What a search text means in the reader’s language; nothing in English, which the server reads by itself. */
export function auditReadings(text: string): ActionReading[] {
  if (language === 'en') return [];
  return findActions(text, auditVocabulary());
}

/** The words of each action and variant in the reader’s language. */
export const auditVocabulary = (): [key: string, words: string][] =>
  AUDIT_WORDS.map(([key]) => {
    const { action, value } = parseAuditKey(key);
    if (!isKnown(action)) return [key, ''];
    const sentences = [
      AUDIT_SENTENCES[action]({ ...NO_FACTS, variant: value ?? '' }),
      ...['true', 'false'].map((isDebit) => AUDIT_SENTENCES[action]({ ...NO_FACTS, isDebit })),
      ...SUBJECT_KINDS.map((subjectKind) => AUDIT_SENTENCES[action]({ ...NO_FACTS, subjectKind })),
    ];
    // The label of an action names all of its variants.
    return [key, [...(value === null ? [ACTION_LABELS[action]] : []), ...sentences].join(' ')];
  });

const SUBJECT_KINDS = ['withdrawal', 'suspense', 'changeRequest'];
const NO_FACTS: AuditFacts = {
  amount: '',
  user: '',
  name: '',
  colleague: '',
  role: '',
  pendingRole: '',
  version: '',
  count: '',
  variant: '',
  isDebit: '',
  subjectKind: '',
};

const isKnown = (action: string): action is AuditAction => Object.hasOwn(AUDIT_SENTENCES, action);

function factsOf({ action, subjectKind, subject, before, after }: AuditEntry): Partial<AuditFacts> {
  const field = (name: string): string | undefined => textOf(after, name) ?? textOf(before, name);
  const amount = field('amountUsd') ?? subject?.amountUsd ?? undefined;
  const decisive = auditVariantsOf(action)?.field;
  const roleIn = (name: string) => {
    const role = textOf(after, name);
    return role === undefined ? undefined : (ROLE_WORDS[role as StaffRole] ?? role);
  };
  const resource = field('resource');
  const known: { [Name in keyof AuditFacts]: string | null | undefined } = {
    amount: amount === undefined ? undefined : shortUsd(amount.replace(/^-/, '')),
    isDebit: amount === undefined ? undefined : String(amount.startsWith('-')),
    user: subject?.userName,
    name:
      subject?.name ??
      field('name') ??
      field('email') ??
      field('code') ??
      field('summary') ??
      nameOf(resource),
    colleague: textOf(after, 'claimedBy'),
    role: roleIn('role'),
    pendingRole: roleIn('pendingRole'),
    version: textOf(after, 'version'),
    count: textOf(after, 'rows'),
    variant: decisive === undefined ? undefined : textOf(after, decisive),
    subjectKind,
  };
  return Object.fromEntries(Object.entries(known).filter(([, fact]) => fact != null && fact !== ''));
}

const nameOf = (resource: string | undefined): string | undefined =>
  resource === undefined ? undefined : (RESOURCE_NAMES[resource as keyof typeof RESOURCE_NAMES] ?? resource);

/** A field as text; undefined for what is no single value. */
function textOf(state: unknown, name: string): string | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const value = (state as Record<string, unknown>)[name];
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
