// The groups and teams that a parcel is for: whoever is in one receives it.

import { useState } from "react";

export interface Team {
  readonly id: string;
  readonly name: string;
  /** Null of one that has ended, or that one is in no more. */
  readonly members: number | null;
}

export interface Teams {
  readonly list: readonly Team[];
  add(team: Team): void;
  remove(id: string): void;
}

/** `changed` gets their ids each time they change. */
export function useTeams(start: readonly (Omit<Team, "members"> & { members?: number | null })[], changed: (ids: string[]) => void): Teams {
  const [list, setList] = useState<readonly Team[]>(() => start.map(({ id, name, members }) => ({ id, name, members: members ?? null })));
  const change = (teams: readonly Team[]) => {
    setList(teams);
    changed(teams.map(({ id }) => id));
  };
  return {
    list,
    add(team) {
      if (!list.some(({ id }) => id === team.id)) change([...list, team]);
    },
    remove(id) {
      change(list.filter((one) => one.id !== id));
    },
  };
}
