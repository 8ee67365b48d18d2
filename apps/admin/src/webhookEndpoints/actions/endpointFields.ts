import type { FieldSpec } from '../../commands/CommandField.tsx';
import { t } from '../../texts/t.ts';

/** The inputs of what an endpoint is. */
export const endpointFields = (
  { url, description }: { url: string; description: string } = { url: '', description: '' },
): FieldSpec[] => [
  {
    name: 'url',
    label: t('URL'),
    required: true,
    initial: url,
    helperText: t('An https:// address that the desk can reach. The desk’s data is sent there.'),
  },
  {
    name: 'description',
    label: t('Description (optional)'),
    initial: description,
    helperText: t('Which app it belongs to.'),
  },
];

/** What is typed for the newest event; the server knows this word, in every language. */
export const NOW = 'now';

/** A typed cursor: the digits of a sequence as a number, anything else for the server to judge. */
export const readCursor = (text: string): number | string => (/^\d{1,15}$/.test(text) ? Number(text) : text);
