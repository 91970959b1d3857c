// The letter's own page: who invites, for how long, and how one will come in from now on.
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { problemOf } from "@/api/problem";
import { Bone } from "@/ui";
import { usePageTitle } from "../../PageHead";
import { DoorFrame } from "../sign-in/DoorFrame";
import { SecondFactorForm } from "../sign-in/SecondFactorForm";
import { useSignIn } from "../sign-in/useSignIn";
import { AcceptForm } from "./AcceptForm";
import { InvitationOver } from "./InvitationOver";
import "./invitation.css";

export default function InvitationPage() {
  const { t } = useTranslation("invitation");
  const { key = "" } = useParams({ strict: false }) as { key?: string };
  const invitation = useQuery({ queryKey: ["identity", "invitation", key], queryFn: () => take(api.GET("/api/identity/invitations/{key}", { params: { path: { key } } })), staleTime: Infinity, retry: false });
  const door = useSignIn();
  const { step } = door;
  usePageTitle(t("tab"));

  return (
    <DoorFrame>
      {invitation.isPending && (
        <div className="flow g3">
          <h1 className="title-1">{t("opening")}</h1>
          <Bone width="70%" />
        </div>
      )}
      {invitation.error && <InvitationOver problem={problemOf(invitation.error)} onRetry={() => void invitation.refetch()} />}
      {invitation.data && step.is === "address" && <AcceptForm invitation={invitation.data} linkKey={key} door={door} />}
      {step.is === "second-factor" && <SecondFactorForm door={door} step={step} />}
    </DoorFrame>
  );
}
