// Who one is here: name and language.
import { useTranslation } from "react-i18next";
import { Avatar, Badge } from "@/ui";
import { useMe } from "../../session";
import "./account.css";
import { AccountTabs } from "./AccountTabs";
import { IdentityForm } from "./IdentityForm";

export default function AccountPage() {
  const { t } = useTranslation("account");
  const me = useMe();
  return (
    <>
      <AccountTabs />
      <div className="body account">
        <div className="who-am-i">
          <Avatar size="l" name={me.person.name} initials={me.person.initials} kind={me.agent ? "agent" : "external"} />
          <div>
            <b className="title-3">{me.person.name}</b> {me.population === "external" && <Badge kind="external">{t("external")}</Badge>}
            <span className="meta">{me.person.address}</span>
            {me.organisation && <span className="meta">{me.organisation.name}</span>}
          </div>
        </div>
        <IdentityForm me={me} />
      </div>
    </>
  );
}
