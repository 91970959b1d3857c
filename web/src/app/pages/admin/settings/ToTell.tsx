// What those on the other side must write at theirs: values to copy, and the gestures that go with them.
import { useId, type ReactNode } from "react";
import { CopyLine } from "../parts";

export interface ToTellProps {
  title: string;
  lines: readonly { label: string; value: string }[];
  children?: ReactNode;
}

export function ToTell({ title, lines, children }: ToTellProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 className="title-3" id={id}>
        {title}
      </h2>
      <div className="copy-lines">
        {lines.map((line) => (
          <CopyLine key={line.label} {...line} />
        ))}
      </div>
      {children}
    </section>
  );
}
