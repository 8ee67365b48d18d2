import { memo, type ReactElement, type ReactNode } from 'react';
import type { RaRecord } from 'react-admin';
import { useFirstPageShown } from '../providers/firstPage.ts';
import type { RowMark, RowMarks } from './mergeRows.ts';

/** More than a narrow screen shows at once. */
const FIRST_CARDS = 12;

/** Rows one under the other, for narrow screens; those below the screen come after the first page. */
export const Cards = <Row extends RaRecord>({
  title,
  rows,
  card,
  marks,
}: {
  title: string;
  rows: readonly Row[];
  card: (row: Row) => ReactNode;
  /** What is new about rows. */
  marks?: RowMarks;
}) => {
  const shown = useFirstPageShown() ? rows : rows.slice(0, FIRST_CARDS);
  return (
    <ul aria-label={title} className="cards">
      {shown.map((row) => (
        <CardLine key={row.id} row={row} card={card} mark={marks?.get(row.id)} />
      ))}
    </ul>
  );
};

interface CardLineProps<Row> {
  row: Row;
  card: (row: Row) => ReactNode;
  mark: RowMark | undefined;
}

/** Rendered again only when something about this row changes: a list has many, and is rendered often. */
const CardLine = memo(<Row extends RaRecord>({ row, card, mark }: CardLineProps<Row>) => (
  <li data-row={row.id} data-mark={mark}>
    {card(row)}
  </li>
)) as <Row extends RaRecord>(props: CardLineProps<Row>) => ReactElement;

interface CardRowProps {
  /** A link to it. */
  title: ReactNode;
  /** What it is worth. */
  amount?: ReactNode;
  /** Its status. */
  badge?: ReactNode;
  /** Owner and time. */
  details?: ReactNode;
}

/** A row as a card for narrow screens. */
export const CardRow = ({ title, amount, badge, details }: CardRowProps) => (
  <div className="card-row">
    <div className="card-title">{title}</div>
    <div className="card-amount">{amount}</div>
    <div className="card-details">{details}</div>
    <div className="card-badge">{badge}</div>
  </div>
);
