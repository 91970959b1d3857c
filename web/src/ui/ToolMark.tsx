// A tool is solid: its mark in two tones, the same in the navigation, on home and in quotes.
import type { ReactNode } from "react";
import { join } from "./join";

const drawings: Record<string, ReactNode> = {
  home: (
    <>
      <path d="M7 4.4V3.6A2.1 2.1 0 0 1 9.1 1.5h1.8A2.1 2.1 0 0 1 13 3.6v.8" fill="none" stroke="var(--a)" strokeWidth="1.7" />
      <path d="M3 9.2A6.2 6.2 0 0 1 9.2 3h1.6A6.2 6.2 0 0 1 17 9.2v6.4a2.6 2.6 0 0 1-2.6 2.6H5.6A2.6 2.6 0 0 1 3 15.6z" fill="var(--a)" />
      <path d="M3 9.4h14v1.7H3z" fill="var(--gap,var(--canvas))" />
      <rect x="8.4" y="8.2" width="3.2" height="4.6" rx="1" fill="var(--b)" />
    </>
  ),
  house: (
    <>
      <path d="M3 9.5h14V16a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z" fill="var(--a)" />
      <path d="M10.9 2.2l7.5 6c.8.65.35 1.9-.65 1.9H2.25c-1 0-1.45-1.25-.65-1.9l7.5-6a1.45 1.45 0 0 1 1.8 0z" fill="var(--a)" />
      <rect x="8" y="12" width="4" height="6" rx=".8" fill="var(--b)" />
    </>
  ),
  chat: (
    <>
      <rect x="6.5" y="1.5" width="12" height="9.5" rx="3" fill="var(--b)" />
      <path d="M5 5.5h7.5a3 3 0 0 1 3 3v4a3 3 0 0 1-3 3H8.6l-3.5 2.9c-.45.37-1.1.05-1.1-.53V15.3a3 3 0 0 1-2.5-2.95V8.5a3 3 0 0 1 3-3z" fill="var(--a)" stroke="var(--gap,var(--canvas))" strokeWidth="1.1" />
    </>
  ),
  transfer: (
    <>
      <path d="M4.4 2.5h11.2c.5 0 .95.27 1.2.7L18.2 6H1.8l1.4-2.8c.25-.43.7-.7 1.2-.7z" fill="var(--b)" />
      <path d="M1.8 7h16.4v8.5a2 2 0 0 1-2 2H3.8a2 2 0 0 1-2-2z" fill="var(--a)" />
      <rect x="7.8" y="7" width="4.4" height="4.6" fill="var(--b)" />
    </>
  ),
  meet: (
    <>
      <rect x="1" y="4.5" width="12.4" height="11" rx="3" fill="var(--a)" />
      <path d="M14.4 8.8l3.3-2.1c.57-.36 1.3.05 1.3.72v5.16c0 .67-.73 1.08-1.3.72l-3.3-2.1z" fill="var(--b)" />
    </>
  ),
  webinar: (
    <>
      <rect x="1.5" y="2" width="17" height="10" rx="2.4" fill="var(--b)" />
      <circle cx="10" cy="8.6" r="3" fill="var(--a)" />
      <path d="M3.8 18a6.2 5.4 0 0 1 12.4 0z" fill="var(--a)" />
    </>
  ),
  phone: (
    <>
      <path d="M5 4.2c-.3 6 4.8 11.1 10.8 10.8" fill="none" stroke="var(--a)" strokeWidth="4.6" strokeLinecap="round" />
      <path d="M11.4 2.2a6.4 6.4 0 0 1 6.4 6.4M11.4 5.8a2.8 2.8 0 0 1 2.8 2.8" fill="none" stroke="var(--b)" strokeWidth="1.9" strokeLinecap="round" />
    </>
  ),
  communities: (
    <>
      <circle cx="6.6" cy="7" r="5" fill="var(--b)" />
      <circle cx="13.4" cy="7" r="5" fill="var(--a)" />
      <circle cx="10" cy="13" r="5" fill="var(--a)" stroke="var(--gap,var(--canvas))" strokeWidth="1.1" />
    </>
  ),
  projects: (
    <>
      <rect x="1.8" y="2.2" width="4.9" height="15.6" rx="1.7" fill="var(--a)" />
      <rect x="7.55" y="2.2" width="4.9" height="9" rx="1.7" fill="var(--b)" />
      <rect x="13.3" y="2.2" width="4.9" height="12.3" rx="1.7" fill="var(--a)" />
    </>
  ),
  directory: (
    <>
      <rect x="1.5" y="3" width="17" height="14" rx="2.6" fill="var(--b)" />
      <circle cx="7.2" cy="8.3" r="2.4" fill="var(--a)" />
      <path d="M3.2 15a4 3.4 0 0 1 8 0zM13 7.2h3.4v1.6H13zM13 10.6h3.4v1.6H13z" fill="var(--a)" />
    </>
  ),
};

export interface ToolMarkProps {
  tool: string;
  size?: "s" | "t" | "l";
  className?: string;
}

export function ToolMark({ tool, size, className }: ToolMarkProps) {
  return (
    <svg className={join("mark", size && `mark-${size}`, className)} data-tool={tool} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {drawings[tool] ?? drawings["house"]}
    </svg>
  );
}
