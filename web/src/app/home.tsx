// Parts from which tools compose their share of home.
import type { ReactNode } from "react";
import { Dot, join, Link, ToolMark } from "@/ui";
import { useBrand } from "./brands";

export interface WaitRowProps {
  tool: string;
  /** Not opened yet: a brass point. */
  fresh?: boolean;
  /** An Avatar, usually. */
  lead: ReactNode;
  title: string;
  /** After the tool's name. */
  detail: string;
  href: string;
  acts?: ReactNode;
}

/** One thing that waits for the person. */
export function WaitRow({ tool, fresh = false, lead, title, detail, href, acts }: WaitRowProps) {
  const brand = useBrand();
  return (
    <li className="row wait" data-leads>
      <Dot off={!fresh} />
      {lead}
      <div className="grow">
        <b>
          <Link bare href={href} className="cover">
            <span>{title}</span>
          </Link>
        </b>
        <small>
          <ToolMark tool={tool} size="s" />
          <span className="cut">
            {brand(tool).name} · {detail}
          </span>
        </small>
      </div>
      {acts && <div className="acts row-end">{acts}</div>}
    </li>
  );
}

export function HomeList({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h2 className="group">
        <span>{title}</span>
        {end && <span className="end">{end}</span>}
      </h2>
      <ul className="rows flush short">{children}</ul>
    </section>
  );
}

export interface ShortRowProps {
  tool: string;
  title: string;
  detail: string;
  href: string;
  when?: string;
  end?: ReactNode;
  className?: string;
}

export function ShortRow({ tool, title, detail, href, when, end, className }: ShortRowProps) {
  return (
    <li className={join("row", className)} data-leads>
      <ToolMark tool={tool} />
      <div className="grow">
        <b>
          <Link bare href={href} className="cover">
            <span>{title}</span>
          </Link>
        </b>
        <small>{detail}</small>
      </div>
      {end}
      {when && <span className="meta num when">{when}</span>}
    </li>
  );
}
