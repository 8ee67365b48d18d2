import { statusLabel } from '@paydesk/types/rules';

/** The filter of a list in words: `"status: Completed; amount range: Large"`. Empty: no filter. */
export function describeFilter(filter: Record<string, unknown>): string {
  return Object.entries(filter)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${nameText(name)}: ${TYPED.includes(name) ? String(value) : valueText(value)}`)
    .join('; ');
}

/** What a person typed stays as it was typed. */
const TYPED: readonly string[] = ['q', 'userId', 'ipAddress'];

const NAMES: Record<string, string> = { q: 'search', userId: 'user', ipAddress: 'address' };

const nameText = (name: string): string =>
  NAMES[name] ?? name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[a-z_]+$/.test(value) ? statusLabel(value) : value;
}
