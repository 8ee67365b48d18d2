import { readXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import type { CellValue } from './exportColumn.ts';
import { type Columns, csvCell, FILE_FORMATS, sheetCell } from './formats.ts';

const columns: Columns = [
  { name: 'name', heading: 'Name', kind: 'text' },
  { name: 'amountUsd', heading: 'Amount USD', kind: 'decimal' },
  { name: 'isActive', heading: 'Active', kind: 'flag' },
  { name: 'metadata', heading: 'Metadata', kind: 'json' },
];

async function written(format: 'csv' | 'jsonl' | 'xlsx', ...pages: CellValue[][][]): Promise<Uint8Array> {
  async function* all() {
    yield* pages;
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of FILE_FORMATS[format].write(columns, all(), 'payments')) pieces.push(piece);
  return Buffer.concat(pieces);
}
const text = async (format: 'csv' | 'jsonl', ...pages: CellValue[][][]) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await written(format, ...pages));

test.each([
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
  ['+1+1', `'+1+1`],
  ['-2+3', `'-2+3`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `"'\t'=1"`],
  ['\r=1', `"'\r'=1"`],
  ['\n=1', `"'\n'=1"`],
  ['  =1', `'  =1`],
  ['\u0000=1', `'\u0000=1`],
  ['＝1', `'＝1`],
  // Where cells are split at semicolons or tabs, which quotes in the middle of a line do not prevent.
  ['a;=1+1;b', `"a;'=1+1;b"`],
  ['a; @SUM(A1)', `"a; '@SUM(A1)"`],
  ['a\t-2+3', `"a\t'-2+3"`],
  ['a\n=1', `"a\n'=1"`],
  ['a;"=1', `"a;""'=1"`],
  [{ k: 'a;=1' }, `"{""k"":""a;'=1""}"`],
])('CSV: %j is no formula in a spreadsheet', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test.each([
  ['-5.00', '-5.00'],
  ['+5', '+5'],
  ['12345678901234567.89', '12345678901234567.89'],
  ['0.000000012345678901', '0.000000012345678901'],
  ['Smith, Anna', '"Smith, Anna"'],
  ['Smith; Anna', '"Smith; Anna"'],
  ['a-b = "=c"', '"a-b = ""=c"""'],
  ['Anna "Ann" Smith', '"Anna ""Ann"" Smith"'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['Änna Ødegård 🦊', 'Änna Ødegård 🦊'],
  [true, 'true'],
  [7, '7'],
  [null, ''],
  [undefined, ''],
  [{}, ''],
  [{ n: 1 }, '"{""n"":1}"'],
])('CSV: %j is written as it is', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test('CSV: a text of separators alone takes no longer than another', () => {
  const text = ';\n\t '.repeat(10_000);
  const from = performance.now();
  expect(csvCell(text)).toBe(`"${text}"`);
  expect(performance.now() - from).toBeLessThan(1000);
});

test('CSV begins with the mark of UTF-8 and the headings, and ends each row', async () => {
  expect(await text('csv', [['a', '1.00', true, {}]], [['b', null, false, { n: 1 }]])).toBe(
    '\uFEFFName,Amount USD,Active,Metadata\r\na,1.00,true,\r\nb,,false,"{""n"":1}"\r\n',
  );
});

test('JSON lines keep decimals as strings', async () => {
  const lines = (
    await text('jsonl', [['a\n', '12345678901234567.89', true, { n: 1 }]], [['b', null, false, {}]])
  )
    .trim()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { name: 'a\n', amountUsd: '12345678901234567.89', isActive: true, metadata: { n: 1 } },
    { name: 'b', amountUsd: null, isActive: false, metadata: {} },
  ]);
});

test.each([
  ['100.00', 100],
  ['-5.00', -5],
  ['0.00', 0],
  ['0.000000012345678', 0.000000012345678],
  ['1234567890123.45', 1234567890123.45],
  // More digits than a spreadsheet keeps.
  ['12345678901234.56', '12345678901234.56'],
  ['0.123456789012345678', '0.123456789012345678'],
])('XLSX: the decimal %j is written as %j', (value, cell) => {
  expect(sheetCell(value, 'decimal')).toBe(cell);
});

test('XLSX: text stays text, also digits and formulas, without what XML cannot hold', async () => {
  expect(sheetCell('0042', 'text')).toBe('0042');
  expect(sheetCell('a\u0001b\uD800', 'text')).toBe('a\uFFFDb\uFFFD');
  const rows = [
    ['=1+1', '100.00', true, { n: 1 }],
    ['<b>&"\u0002', '12345678901234567.89', false, {}],
  ];
  const { sheets } = await readXlsx(await written('xlsx', rows));
  expect(sheets.map(({ name }) => name)).toEqual(['payments']);
  expect(sheets[0]?.rows).toEqual([
    ['Name', 'Amount USD', 'Active', 'Metadata'],
    ['=1+1', 100, true, '{"n":1}'],
    ['<b>&"\uFFFD', '12345678901234567.89', false, null],
  ]);
  const cells = [...(sheets[0]?.cells?.values() ?? [])];
  expect(cells.filter(({ formula }) => formula !== undefined)).toEqual([]);
});

test('an empty list has headings alone', async () => {
  expect(await text('csv')).toBe('\uFEFFName,Amount USD,Active,Metadata\r\n');
  expect(await text('jsonl')).toBe('');
  expect((await readXlsx(await written('xlsx'))).sheets[0]?.rows).toEqual([
    ['Name', 'Amount USD', 'Active', 'Metadata'],
  ]);
});
