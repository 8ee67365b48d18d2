import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const columns = [
  { heading: 'Name', value: (row: { name: string; amount: string }) => row.name },
  { heading: 'Amount', value: (row: { name: string; amount: string }) => row.amount },
];

describe('toCsv', () => {
  it('quotes what would break a line or a cell', () => {
    expect(toCsv(columns, [{ name: 'a "b", c\nd', amount: '1.00' }])).toBe(
      'Name,Amount\r\n"a ""b"", c\nd",1.00',
    );
  });

  it.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    '\n=1+1',
    '\n\n @SUM(1)',
    ' =1+1',
    '\uFEFF=1+1',
    '\u3000＝1+1',
    '＝1+1',
    '＋1+1',
    '－1+1',
    '＠SUM(1)',
    '\nplain text',
  ])('makes %j plain', (name) => {
    const [, line = ''] = toCsv(columns, [{ name, amount: '1.00' }]).split(/\r\n(?=["'])/);
    expect(line.replace(/^"/, '')).toMatch(/^'/);
  });

  it.each(['a=1', '12.5', '-5', '+4915', 'Ｏ', 'x＝1', ''])('leaves %j as it is', (name) => {
    expect(toCsv(columns, [{ name, amount: '1.00' }])).toBe(`Name,Amount\r\n${name},1.00`);
  });

  it('makes a formula plain, and leaves a negative amount alone', () => {
    expect(toCsv(columns, [{ name: '=HYPERLINK("x")', amount: '-5.00' }])).toBe(
      `Name,Amount\r\n"'=HYPERLINK(""x"")",-5.00`,
    );
  });
});
