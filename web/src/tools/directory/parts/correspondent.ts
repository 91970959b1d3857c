// Whether the person keeps a part of the annuaire: an administrator, or the correspondent of an organisation.

import { useQuery } from "@tanstack/react-query";

import { isAdministrator, useMe } from "@/app";
import { profileQuery } from "@/app/people";

export function useCorrespondent(): boolean {
  const me = useMe();
  const profile = useQuery({ ...profileQuery, enabled: me.agent });
  return isAdministrator(me) || (profile.data?.keeps.length ?? 0) > 0;
}
