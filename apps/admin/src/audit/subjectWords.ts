import { statusLabel } from '@paydesk/types/rules';

const WORDS: Record<string, string> = {
  apiKey: 'API key',
  invite: 'Invitation',
  policy: 'Withdrawal policy',
  system: 'The desk',
};

/** What an entry is about, for people. */
export const subjectWords = (kind: string): string => WORDS[kind] ?? statusLabel(kind);
