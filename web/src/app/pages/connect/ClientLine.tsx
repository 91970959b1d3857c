// The application that asks. Not verified: a dashed ring and the words.
import { useTranslation } from "react-i18next";
import type { AskingClient } from "@/api/types";
import { Avatar, Badge } from "@/ui";

export function ClientLine({ client }: { client: AskingClient }) {
  const { t } = useTranslation("connect");
  return (
    <div className="who-asks">
      <Avatar name={client.name} kind={client.verified ? "room" : "unknown"} />
      <div>
        <b>
          {client.name}
          {!client.verified && <Badge kind="unknown">{t("unverified")}</Badge>}
        </b>
        <small>{[hostOf(client.uri), t(client.verified ? "verifiedText" : "unverifiedText")].filter(Boolean).join(" · ")}</small>
      </div>
    </div>
  );
}

export function hostOf(address: string | null | undefined): string {
  try {
    return address ? new URL(address).host : "";
  } catch {
    return "";
  }
}
