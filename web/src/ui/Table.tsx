// A true table, for figures in columns. On a telephone each row becomes a list of names and values.
import type { ReactNode } from "react";
import { join } from "./join";

export interface Column<Row> {
  id: string;
  name: string;
  /** Figures and dates stand at the end. */
  end?: boolean;
  hideName?: boolean;
  cell: (row: Row) => ReactNode;
  width?: string;
}

export interface TableProps<Row> {
  /** What the table holds, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  className?: string;
}

export function Table<Row>({ label, columns, rows, idOf, className }: TableProps<Row>) {
  return (
    <table className={join("table", className)}>
      <caption className="heard">{label}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={column.end ? "end" : undefined} style={column.width ? { width: column.width } : undefined}>
              <span className={column.hideName ? "heard" : undefined}>{column.name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={idOf(row)}>
            {columns.map((column) => (
              <td key={column.id} className={column.end ? "end num" : undefined} data-name={column.hideName ? undefined : column.name}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
