// One account: by what its person comes in, what is open, and what an administrator does when they leave or lose their keys.
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { AtSign, Building2, KeyRound, Mail, MonitorSmartphone, RectangleEllipsis, Smartphone, Ticket, LifeBuoy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Account } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Breadcrumb, Button, ButtonLink, Icon, ListRow, Notice, Rows, SkeletonRows, type IconGlyph } from "@/ui";
import { useDialog } from "../../../address";
import { PageHead } from "../../../PageHead";
import { TroubleState } from "../../../TroubleState";
import "../../account/account.css";
import { AccountSection } from "../../account/parts/AccountSection";
import { hostOf } from "../../connect/ClientLine";
import { AccountDialogs } from "./AccountDialogs";
import { accountsHref, accountsKey } from "./keys";

export default function AccountPage() {
  const { t } = useTranslation("accounts");
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const found = useQuery({
    queryKey: [...accountsKey, id],
    queryFn: () => take(api.GET("/api/identity/accounts/{person}", { params: { path: { person: id } } })),
  });
  const account = found.data;
  return (
    <>
      <PageHead title={account?.name ?? t("title")} beside={account?.suspended && <Badge kind="danger">{t("suspended")}</Badge>} />
      <div className="body account-sections">
        <Breadcrumb crumbs={[{ name: t("back"), href: accountsHref }, { name: account?.name ?? "…" }]} />
        {found.isPending && <SkeletonRows rows={5} />}
        {found.error && <TroubleState error={found.error} onRetry={() => void found.refetch()} />}
        {account && <Whole account={account} />}
      </div>
    </>
  );
}

function Whole({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const format = useFormat();
  const dialog = useDialog("account");
  const seen = account.last_seen_at ? t("seen", { when: format.when(account.last_seen_at) }) : t("neverSeen");
  return (
    <>
      <div className="who-am-i">
        <Avatar name={account.name} size="l" />
        <div>
          <b>{account.address}</b>
          <span className="meta">{[t("since", { day: format.day(account.created_at) }), seen].join(" · ")}</span>
        </div>
      </div>
      {account.suspended_at && <Notice kind="danger">{t("suspendedOn", { day: format.day(account.suspended_at) })}</Notice>}
      {account.own && (
        <Notice end={<ButtonLink href="/account/security">{t("ownLink")}</ButtonLink>}>{t("ownText")}</Notice>
      )}
      <AccountSection title={t("addresses")}>
        <Rows flush label={t("addresses")}>
          {account.addresses.map(({ address, proven }) => (
            <ListRow
              key={address}
              lead={<Icon of={AtSign} />}
              title={address}
              end={
                <>
                  {address === account.address && <Badge>{t("main")}</Badge>}
                  {!proven && <Badge kind="unknown">{t("unproven")}</Badge>}
                </>
              }
            />
          ))}
        </Rows>
      </AccountSection>
      <WaysIn account={account} onForget={account.own ? undefined : () => dialog.show("forget")} />
      <Open account={account} onSignOut={account.own ? undefined : () => dialog.show("sign-out")} />
      {!account.own && (
        <AccountSection
          title={t("suspendPart")}
          lede={t("suspendLede")}
          deed={
            account.suspended ? (
              <Button onPress={() => dialog.show("reinstate")}>{t("reinstate")}</Button>
            ) : (
              <Button kind="grave-line" onPress={() => dialog.show("suspend")}>
                {t("suspend")}
              </Button>
            )
          }
        />
      )}
      {dialog.open && dialog.about && <AccountDialogs account={account} asked={dialog.about} onClose={dialog.close} />}
    </>
  );
}

function WaysIn({ account, onForget }: { account: Account; onForget?: () => void }) {
  const { t } = useTranslation("accounts");
  const format = useFormat();
  const factors = account.totp || account.passkeys > 0 || account.recovery_codes > 0;
  const alone = !account.password && account.passkeys === 0 && account.identities.length === 0;
  return (
    <AccountSection
      title={t("waysIn")}
      lede={t("waysInLede")}
      deed={
        factors &&
        onForget && (
          <Button kind="grave-line" onPress={onForget}>
            {t("forget")}
          </Button>
        )
      }
    >
      <Rows flush label={t("waysIn")}>
        {account.password && <Line icon={RectangleEllipsis} title={t("password")} />}
        {account.passkeys > 0 && <Line icon={KeyRound} title={t("passkeys", { count: account.passkeys })} />}
        {account.totp && <Line icon={Smartphone} title={t("totp")} />}
        {account.recovery_codes > 0 && <Line icon={LifeBuoy} title={t("recoveryCodes", { count: account.recovery_codes })} />}
        {account.identities.map((identity) => (
          <Line
            key={identity.issuer + identity.linked_at}
            icon={Building2}
            title={t("identity", { host: hostOf(identity.issuer) || identity.issuer })}
            detail={[t("linked", { day: format.day(identity.linked_at) }), identity.last_used_at && t("lastUsed", { when: format.when(identity.last_used_at) })].filter(Boolean).join(" · ")}
          />
        ))}
        {alone && <Line icon={Mail} title={t("onlyCode")} />}
      </Rows>
    </AccountSection>
  );
}

function Open({ account, onSignOut }: { account: Account; onSignOut?: () => void }) {
  const { t } = useTranslation("accounts");
  return (
    <AccountSection title={t("open")} deed={account.sessions > 0 && onSignOut && <Button onPress={onSignOut}>{t("signOut")}</Button>}>
      <Rows flush label={t("open")}>
        <Line icon={MonitorSmartphone} title={t("sessions", { count: account.sessions })} />
        {account.tokens > 0 && <Line icon={Ticket} title={t("tokens", { count: account.tokens })} />}
      </Rows>
    </AccountSection>
  );
}

function Line({ icon, title, detail }: { icon: IconGlyph; title: string; detail?: string }) {
  return <ListRow lead={<Icon of={icon} />} title={title} detail={detail} />;
}
