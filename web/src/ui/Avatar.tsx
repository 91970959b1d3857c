// Who: an agent is a circle, someone from outside a square in a brass frame, an unverified address a dashed ring.
import type { ReactNode } from "react";
import { join } from "./join";

export type AvatarKind = "agent" | "external" | "unknown" | "room";

export interface AvatarProps {
  name: string;
  initials?: string;
  kind?: AvatarKind;
  size?: "xs" | "s" | "l" | "xl";
  /** Said aloud when no name stands beside it. */
  label?: string;
  /** Where their photograph is, if they have one. It never replaces the name. */
  photo?: string;
  /** A form at the foot of the circle: a disc, a square (in a meeting), a barred disc, a ring (away). */
  presence?: "here" | "meeting" | "busy" | "away";
}

export function Avatar({ name, initials, kind = "agent", size, label, photo, presence }: AvatarProps) {
  const letters = kind === "unknown" ? "?" : (initials ?? initialsOf(name));
  return (
    <span
      className={join("who", size)}
      data-kind={kind === "agent" ? undefined : kind}
      data-hue={kind === "agent" || kind === "room" ? hueOf(name) : undefined}
      // Drawn by the style sheet: letters are a picture, not words a name would have to repeat.
      data-letters={letters}
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      {photo && <img src={photo} alt="" loading="lazy" decoding="async" />}
      {presence && <i className="presence" data-is={presence} />}
    </span>
  );
}

export interface PersonLineProps {
  avatar: AvatarProps;
  /** Shown instead of the avatar's name. */
  name?: ReactNode;
  badge?: ReactNode;
  detail?: ReactNode;
}

export function PersonLine({ avatar, name, badge, detail }: PersonLineProps) {
  return (
    <span className="person">
      <Avatar {...avatar} />
      <span>
        <b>
          <span>{name ?? avatar.name}</span>
          {badge}
        </b>
        {detail && <small>{detail}</small>}
      </span>
    </span>
  );
}

/** A small crowd: the first few, then how many more. `label` names them for screen readers. */
export function Crowd({ people, more = 0, label }: { people: readonly AvatarProps[]; more?: number; label: string }) {
  return (
    <span className="crowd" role="img" aria-label={label}>
      {people.map((person) => (
        <Avatar key={person.name} {...person} size="s" />
      ))}
      {more > 0 && (
        <span className="who s more" aria-hidden="true">
          +{more}
        </span>
      )}
    </span>
  );
}

export function initialsOf(name: string): string {
  // "Yann Le Goff" is YL and "Jean-François Lacroix" JL: particles and hyphens count as they are written.
  const [first = "?", second = ""] = name.replace(/@.*/, "").split(/[\s._]+/).filter(Boolean);
  return (first.charAt(0) + second.charAt(0)).toLocaleUpperCase();
}

/** The same person keeps the same ground everywhere. */
export function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % 6) + 1;
}
