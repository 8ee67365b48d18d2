import type { Permission } from '@paydesk/types';
import type { Related } from './relatedRows.ts';

/** What a cell holds. `decimal` is a decimal string; `json` an object. Empty is null. */
export type CellKind = 'text' | 'decimal' | 'integer' | 'flag' | 'json';
export type CellValue = string | number | boolean | object | null | undefined;

export interface ExportColumn<Row> {
  /** The name in JSON lines; stable. */
  name: string;
  /** The heading in CSV and XLSX. */
  heading: string;
  kind: CellKind;
  value(row: Row, related: Related): CellValue;
  /** Left out for people without this permission; null: all who may read the list. */
  needs: Permission | null;
}

type Value<Row> = ExportColumn<Row>['value'];

/** The makers of the columns of one list. Times are text: ISO 8601 in UTC. */
export function columnsOf<Row>() {
  const of =
    (kind: CellKind) =>
    (name: string, heading: string, value: Value<Row>): ExportColumn<Row> => ({
      name,
      heading,
      kind,
      value,
      needs: null,
    });
  return {
    text: of('text'),
    decimal: of('decimal'),
    integer: of('integer'),
    flag: of('flag'),
    json: of('json'),
    /** Text of another resource, for those who may read that resource. */
    related:
      (needs: Permission) =>
      (name: string, heading: string, value: Value<Row>): ExportColumn<Row> => ({
        ...of('text')(name, heading, value),
        needs,
      }),
    /** Name, e-mail and your own id of the row's user. */
    user: (userId: (row: Row) => string | null): ExportColumn<Row>[] => {
      const text = columnsOf<Row>().related('users.read');
      return [
        text('userExternalId', 'User external id', (row, { user }) => user(userId(row))?.externalId),
        text('userName', 'User name', (row, { user }) => user(userId(row))?.username),
        text('userEmail', 'User e-mail', (row, { user }) => user(userId(row))?.email),
      ];
    },
  };
}
