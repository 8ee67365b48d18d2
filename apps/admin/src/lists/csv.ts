/** How many rows an export holds at most. */
export const MAX_EXPORT_ROWS = 1000;

/** A column of an export: its heading and its value in a row. */
export interface CsvColumn<Row> {
  heading: string;
  value: (row: Row) => string | number | boolean | null | undefined;
}

/** Rows as CSV (RFC 4180), heading first. Text that a spreadsheet would run as a formula is made plain. */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map((column) => cell(column.heading)),
    ...rows.map((row) => columns.map((column) => cell(column.value(row)))),
  ];
  return lines.map((line) => line.join(',')).join('\r\n');
}

/** Metadata in one cell; empty without any. */
export const metadataText = (metadata: Record<string, unknown>): string =>
  Object.keys(metadata).length === 0 ? '' : JSON.stringify(metadata);

/** How a cell begins that spreadsheets run, also in full width, and after control characters that they skip. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

const isNumber = (text: string) => /^[+-]?\d+(\.\d+)?$/.test(text);

function cell(value: string | number | boolean | null | undefined): string {
  const raw = value === null || value === undefined ? '' : String(value);
  const text = FORMULA.test(raw) && !isNumber(raw) ? `'${raw}` : raw;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a text to the person as a file. */
export function saveFile(name: string, text: string): void {
  // The mark tells spreadsheets that the file is UTF-8.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
