// Who the ministry says has arrived, and the way in once that is settled.
import { useTranslation } from "react-i18next";
import type { HubArrival } from "@/api/types";
import { Avatar } from "@/ui";

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
export function enterHouse(_arrival?: HubArrival): void {
  window.location.replace("/");
}
