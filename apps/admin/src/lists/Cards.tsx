import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';
import type { RowMarks } from './mergeRows.ts';

/** Rows one under the other, for narrow screens. */
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
}) => (
  <ul aria-label={title} className="cards">
    {rows.map((row) => (
      <li key={row.id} data-mark={marks?.get(row.id)}>
        {card(row)}
      </li>
    ))}
  </ul>
);

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
