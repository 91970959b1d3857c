// The house's way of showing things: one hairline, two lines, 44 px, the whole row leading to the thing.
import type { ReactNode } from "react";
import { join } from "./join";
import { Link } from "./Link";

export interface RowsProps {
  label?: string;
  children: ReactNode;
  /** No side padding: inside a page that has its own. */
  flush?: boolean;
  className?: string;
}

export function Rows({ label, children, flush = false, className }: RowsProps) {
  return (
    <ul className={join("rows", flush && "flush", className)} aria-label={label}>
      {children}
    </ul>
  );
}

export interface ListRowProps {
  lead?: ReactNode;
  title: ReactNode;
  /** Beside the title: badges. */
  beside?: ReactNode;
  detail?: ReactNode;
  end?: ReactNode;
  /** Makes the whole row lead there; buttons of `end` stay pressable. */
  href?: string;
  current?: boolean;
  strong?: boolean;
  className?: string;
  onFollow?: () => void;
}

export function ListRow({ lead, title, beside, detail, end, href, current, strong = false, className, onFollow }: ListRowProps) {
  const name = strong ? <span className="strong">{title}</span> : <span>{title}</span>;
  return (
    <li className={join("row", className)} data-selected={current || undefined} data-leads={href ? true : undefined}>
      {lead}
      <div className="grow">
        <b>
          {href ? (
            <Link bare href={href} className="cover" onFollow={onFollow}>
              {name}
            </Link>
          ) : (
            name
          )}
          {beside}
        </b>
        {detail && <small>{detail}</small>}
      </div>
      {end && <div className="row-end">{end}</div>}
    </li>
  );
}
