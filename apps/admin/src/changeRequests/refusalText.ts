/** Why the command refused, without the machine's word for it, as a sentence. */
export function refusalText(error: string): string {
  const text = error.replace(/^[A-Z_]+: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
