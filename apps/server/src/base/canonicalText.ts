/**
 * One text for many values: each is written as its length in bytes, a colon and the value; null is `-`. Two
 * different lists never have the same text. The database's own `canonical()` writes the same.
 */
export function canonicalText(fields: readonly (string | null)[]): string {
  let text = '';
  for (const field of fields) {
    if (text !== '') text += ',';
    text += field === null ? '-' : `${Buffer.byteLength(field)}:${field}`;
  }
  return text;
}
