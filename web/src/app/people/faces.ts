// How people of the annuaire look: photograph, shape, presence.
import type { Presence } from "@/api/directory";
import type { AvatarProps } from "@/ui";

const forms = { available: "here", busy: "meeting", do_not_disturb: "busy", away: "away" } as const;

export interface Somebody {
  id: string;
  name: string;
  initials?: string;
  photo?: boolean;
  population?: string;
  presence?: Presence | null;
}

export function faceOf({ id, name, initials, photo, population, presence }: Somebody): AvatarProps {
  return {
    name,
    initials,
    kind: population === "external" ? "external" : "agent",
    photo: photo ? photoOf(id) : undefined,
    presence: presence ? forms[presence] : undefined,
  };
}

export function photoOf(id: string): string {
  return `/api/directory/people/${encodeURIComponent(id)}/photo`;
}
