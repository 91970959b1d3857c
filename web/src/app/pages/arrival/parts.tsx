// Who the ministry says has arrived, and the way in once that is settled.
import { useTranslation } from "react-i18next";
import type { HubArrival } from "@/api/types";
import { Avatar } from "@/ui";
import { leftFor } from "../sign-in/useHub";
import { inside } from "../sign-in/useSignIn";

export function FoundHere({ arrival }: { arrival: HubArrival }) {
  const { t } = useTranslation("hub");
  const name = arrival.name || arrival.address || t("arrival.someone");
  return (
    <div className="who-asks">
      <Avatar name={name} />
      <div>
        <b>{name}</b>
        <small>{[arrival.address, arrival.organisation || arrival.provider.name].filter(Boolean).join(" · ")}</small>
      </div>
    </div>
  );
}

/** A page of its own: nothing asked before the door concerns the person who enters. */
export function enterHouse(arrival: HubArrival): void {
  const left = leftFor();
  window.location.replace(inside(left && left.id === arrival.provider.id ? left.next : null));
}
