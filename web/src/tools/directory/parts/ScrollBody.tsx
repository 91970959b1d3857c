// What scrolls below the head of a page. It takes the focus, so that the keyboard can scroll it.

import type { ReactNode } from "react";

export function ScrollBody({ label, className = "d-keep-page", children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={`body ${className}`} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
