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

  it('makes a formula plain, and leaves a negative amount alone', () => {
    expect(toCsv(columns, [{ name: '=HYPERLINK("x")', amount: '-5.00' }])).toBe(
      `Name,Amount\r\n"'=HYPERLINK(""x"")",-5.00`,
    );
  });
});
