// What a tool shows the shell. A tool registers here and never imports another tool.
import type { ComponentType } from "react";
import type { QueryKey } from "@tanstack/react-query";
import type { House, LiveFact } from "@/api/types";

/** Fetches the code of a page or section, when it is about to be seen. */
export type Load<Props = object> = () => Promise<{ default: ComponentType<Props> }>;

export interface Page {
  /** As TanStack Router writes it: `/transfer/parcels/$id`. Read params with `useParams({ strict: false })`. */
  path: string;
  load?: Load;
  /** `shell` (the default): framed, signed in. `open`: bare, for anyone with the address. */
  place?: "shell" | "open";
  /** Sends elsewhere instead of showing a page. */
  redirect?: string;
  /** Sends elsewhere what is asked of it by name; null shows the page. */
  leads?: (search: Record<string, unknown>) => { to: string; search: Record<string, unknown> } | null;
}

export interface HomeProps {
  /** Tells home how many things wait and whether this part has nothing at all to show. Call it from an effect. */
  report: (found: HomeReport) => void;
}

export interface HomeReport {
  waiting: number;
  empty: boolean;
}

export interface ToolRegistration {
  /** The code's name, as the server reports it: `transfer`. */
  name: string;
  /** Where the tool begins. */
  start: string;
  /** Only agents see it in the navigation. */
  agentsOnly?: boolean;
  /** Part of every house: it stands after the tools that the house lists, and cannot be closed. */
  everywhere?: boolean;
  pages: readonly Page[];
  /** Shows a number beside the tool's name; loaded after the shell, rendered inside a link. */
  count?: Load;
  home?: {
    /** Rows (`WaitRow`) of "Ce qui vous attend", in the one list all tools share. */
    waiting?: Load<HomeProps>;
    /** A titled list (`HomeList` of `ShortRow`) under it. */
    recent?: Load<HomeProps>;
    /** What home proposes when nothing has happened yet: a key of the tool's own words, and where it leads. */
    firstGesture?: { words: string; title: string; text: string; deed: string; href: string };
  };
  /** Questions to ask again after a fact about one of the tool's things. By default `[tool, kind]`. */
  staleAfter?: (fact: LiveFact) => readonly QueryKey[];
}

export function defineTool(registration: ToolRegistration): ToolRegistration {
  return registration;
}

const modules = import.meta.glob<{ default: ToolRegistration }>("../tools/*/index.ts", { eager: true });

/** Every tool this build knows; the house says which of them are open. */
export const tools: readonly ToolRegistration[] = Object.values(modules).map((module) => module.default);

/** Whether this house has it: listed among its tools, or part of every house. */
export function isOpenIn(house: House, tool: ToolRegistration): boolean {
  return Boolean(tool.everywhere) || house.tools.some(({ name }) => name === tool.name);
}

export function toolNamed(name: string): ToolRegistration | undefined {
  return tools.find((tool) => tool.name === name);
}
