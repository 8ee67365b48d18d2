import { Buffer } from 'node:buffer';
import type { ExportFormat } from '@paydesk/types';
import { writeXlsxStream } from 'hucre/xlsx';
import type { CellValue, ExportColumn } from './exportColumn.ts';

export type Columns = readonly Pick<ExportColumn<never>, 'name' | 'heading' | 'kind'>[];
type Pages = AsyncIterable<CellValue[][]>;

interface FileFormat {
  contentType: string;
  /** The file, in pieces that are made when they are asked for. */
  write(columns: Columns, pages: Pages, resource: string): AsyncIterable<Uint8Array>;
}

export const FILE_FORMATS: Readonly<Record<ExportFormat, FileFormat>> = {
  csv: { contentType: 'text/csv; charset=utf-8', write: writeCsv },
  jsonl: { contentType: 'application/jsonl; charset=utf-8', write: writeJsonLines },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: writeWorkbook,
  },
};

/** RFC 4180. The mark at the beginning tells spreadsheets that the file is UTF-8. */
async function* writeCsv(columns: Columns, pages: Pages): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\uFEFF${columns.map(({ heading }) => csvCell(heading)).join(',')}\r\n`);
  for await (const rows of pages)
    yield Buffer.from(rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''));
}

/** How a cell begins that spreadsheets run, also in full width, and after control characters that they skip. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
/**
 * The same within a text: many spreadsheets split cells at semicolons, in the middle of what is quoted for others. What
 * stands before it is taken as a whole, so that long texts of such characters cost no more than others.
 */
const LATER_FORMULA = /(?<![;"\s\p{Cc}])[;"\s\p{Cc}]+(?=[=+\-@＝＋－＠])/gu;
const SEPARATOR = /[;\t\r\n]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** Text that a spreadsheet would run as a formula is made plain; numbers, also negative ones, stay. */
export function csvCell(value: CellValue): string {
  const raw = textOf(value);
  const isFormula = FORMULA.test(raw) && !NUMBER.test(raw);
  const plain = raw.replaceAll(LATER_FORMULA, (before) => (SEPARATOR.test(before) ? `${before}'` : before));
  const text = isFormula ? `'${plain}` : plain;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}

/** One object a line. Decimals are strings: a JSON number would lose digits in most programs. */
async function* writeJsonLines(columns: Columns, pages: Pages): AsyncGenerator<Uint8Array> {
  const names = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  const line = (row: CellValue[]) =>
    `{${names.map((name, index) => name + JSON.stringify(row[index] ?? null)).join(',')}}\n`;
  for await (const rows of pages) yield Buffer.from(rows.map(line).join(''));
}

/** Cells are text or numbers, never formulas. Beyond 1,048,576 rows a workbook goes on in another sheet. */
async function* writeWorkbook(columns: Columns, pages: Pages, resource: string): AsyncGenerator<Uint8Array> {
  async function* rows() {
    for await (const page of pages)
      for (const row of page) yield row.map((value, index) => sheetCell(value, columns[index]?.kind));
  }
  const workbook = writeXlsxStream(rows(), {
    name: resource,
    columns: columns.map(({ heading }) => ({ header: heading })),
    freezePane: { rows: 1 },
    // A sheet's XML may exceed 4 GiB.
    zip64: true,
  });
  for await (const chunk of workbook) yield chunk;
}

/** Digits that a spreadsheet keeps of a number. */
const EXACT_DIGITS = 15;
/** Characters that a cell of a spreadsheet holds at most. */
const CELL_CHARACTERS = 32_767;

/** A decimal is a number where the spreadsheet keeps all its digits, and text where it would round. */
export function sheetCell(
  value: CellValue,
  kind: ExportColumn<never>['kind'] | undefined,
): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = textOf(value);
  if (text === '') return null;
  if (kind === 'decimal' && text.replaceAll(/^-?0*\.?0*|\./g, '').length <= EXACT_DIGITS) return Number(text);
  // XML has no place for control characters, nor for halves of characters.
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .slice(0, CELL_CHARACTERS);
}
