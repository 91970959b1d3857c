// A page on the threshold, before or beside the house: one column to read, and beside it what is good to know.
import type { ReactNode } from "react";
import { DoorFrame } from "../sign-in/DoorFrame";
import "./doorstep.css";

export function Doorstep({ children, beside }: { children: ReactNode; beside?: ReactNode }) {
  return (
    <DoorFrame className="doorstep" pocket={beside}>
      {children}
    </DoorFrame>
  );
}

/** What stands in the pocket beside the column: a few sentences, stitched round. */
export function GoodToKnow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <aside className="pocket" aria-label={title}>
      <div className="inside">
        <h2 className="title-3">{title}</h2>
        <ul className="rows flush">{children}</ul>
      </div>
    </aside>
  );
}
