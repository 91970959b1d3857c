// Gestures on one thing, behind one button.
import type { ReactNode } from "react";
import { Header, Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection, MenuTrigger, Popover, Separator, type PopoverProps } from "react-aria-components";
import { Icon, type IconGlyph } from "./Icon";
import { Kbd } from "./Kbd";

export interface MenuDeed {
  id: string;
  name: string;
  icon?: IconGlyph;
  href?: string;
  shortcut?: string;
  grave?: boolean;
  disabled?: boolean;
  /** Marks the current choice of a group. */
  chosen?: boolean;
  onDo?: () => void;
}

export interface MenuGroup {
  id: string;
  /** Shown above the group. Without it, a hairline separates. */
  name?: string;
  deeds: readonly MenuDeed[];
  choice?: boolean;
}

export interface MenuProps {
  label: string;
  groups: readonly MenuGroup[];
  /** The button that opens it: a Button or an IconButton. */
  children: ReactNode;
  placement?: PopoverProps["placement"];
  /** Stands above the gestures: who is signed in. */
  header?: ReactNode;
}

export function Menu({ label, groups, children, placement = "bottom end", header }: MenuProps) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="float menu" placement={placement} offset={6}>
        {header}
        <AriaMenu aria-label={label}>
          {groups.flatMap((group, rank) => [
            rank > 0 && <Separator key={`${group.id}-line`} />,
            <MenuSection
              key={group.id}
              aria-label={group.name ?? label}
              selectionMode={group.choice ? "single" : "none"}
              selectedKeys={group.choice ? group.deeds.filter((deed) => deed.chosen).map((deed) => deed.id) : undefined}
            >
              {group.name && <Header className="gname">{group.name}</Header>}
              {group.deeds.map((deed) => (
                <AriaMenuItem key={deed.id} id={deed.id} href={deed.href} onAction={deed.onDo} textValue={deed.name} isDisabled={deed.disabled} className={deed.grave ? "danger" : undefined}>
                  {deed.icon && <Icon of={deed.icon} />}
                  <span className="grow">{deed.name}</span>
                  {deed.chosen && <span className="end chosen" aria-hidden="true" />}
                  {deed.shortcut && <Kbd>{deed.shortcut}</Kbd>}
                </AriaMenuItem>
              ))}
            </MenuSection>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
