// Parts of one place. With addresses they are links (LinkTabs); within a page they are panels (Tabs).
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import { Count } from "./Badge";
import { join } from "./join";
import { Link } from "./Link";

export interface TabPart {
  id: string;
  name: string;
  count?: number;
  /** The count is brass: it waits for the person. */
  fresh?: boolean;
  children: ReactNode;
}

export interface TabsProps {
  label: string;
  parts: readonly TabPart[];
  selected?: string;
  onSelect?: (id: string) => void;
  className?: string;
}

export function Tabs({ label, parts, selected, onSelect, className }: TabsProps) {
  return (
    <AriaTabs className={className} selectedKey={selected} onSelectionChange={(key) => onSelect?.(String(key))}>
      <TabList className="tabs" aria-label={label}>
        {parts.map((part) => (
          <Tab key={part.id} id={part.id}>
            {part.name}
            {part.count !== undefined && <Count of={part.count} fresh={part.fresh} />}
          </Tab>
        ))}
      </TabList>
      {parts.map((part) => (
        <TabPanel key={part.id} id={part.id}>
          {part.children}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}

export interface LinkTab {
  href: string;
  name: string;
  count?: number;
  fresh?: boolean;
  current: boolean;
}

export function LinkTabs({ label, tabs, className }: { label: string; tabs: readonly LinkTab[]; className?: string }) {
  return (
    <nav className={join("tabs", className)} aria-label={label} ref={showCurrent}>
      {tabs.map((tab) => (
        <Link key={tab.href} bare href={tab.href} aria-current={tab.current ? "page" : undefined}>
          {tab.name}
          {tab.count !== undefined && tab.count > 0 && <Count of={tab.count} fresh={tab.fresh} />}
        </Link>
      ))}
    </nav>
  );
}

/** On a narrow screen the row of tabs scrolls sideways: where one is must be seen. */
function showCurrent(row: HTMLElement | null): void {
  const here = row?.querySelector<HTMLElement>("[aria-current]");
  if (!row || !here) return;
  const over = here.offsetLeft + here.offsetWidth - row.offsetLeft - row.clientWidth;
  if (over > 0) row.scrollLeft = over + 16;
}
