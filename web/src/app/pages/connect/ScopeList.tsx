// What an application will learn and do, a line each.
import { BadgeCheck, Building2, CircleUserRound, Clock, Mail, MessagesSquare, MonitorSmartphone, Phone, Plane, ServerCog, Shapes, UsersRound, type LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui";
import { acts, readScopes, type Ask } from "./scopes";

const icons: Record<Ask, LucideIcon> = {
  who: BadgeCheck,
  name: CircleUserRound,
  email: Mail,
  organisation: Building2,
  phone: Phone,
  travel: Plane,
  groups: UsersRound,
  messages: MessagesSquare,
  device: MonitorSmartphone,
  server: ServerCog,
  offline: Clock,
};

export function ScopeList({ scopes }: { scopes: readonly string[] }) {
  const { t } = useTranslation("connect");
  const { asks, device, others } = readScopes(scopes);
  const learns = asks.filter((ask) => !acts(ask));
  const does = asks.filter(acts);
  return (
    <>
      {learns.length > 0 && <Lines title={t("learns")} asks={learns} device={device} />}
      {does.length > 0 && <Lines title={t("does")} asks={does} device={device} />}
      {others.length > 0 && (
        <section aria-label={t("others")}>
          <h2 className="title-4">{t("others")}</h2>
          <ul className="asks">
            {others.map((scope) => (
              <li key={scope}>
                <Icon of={Shapes} />
                <code>{scope}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Lines({ title, asks, device }: { title: string; asks: readonly Ask[]; device: string | null }) {
  const { t } = useTranslation("connect");
  return (
    <section aria-label={title}>
      <h2 className="title-4">{title}</h2>
      <ul className="asks">
        {asks.map((ask) => (
          <li key={ask}>
            <Icon of={icons[ask]} />
            <span>
              <b>{t(`scopes.${ask}`)}</b>
              <small>{t(`scopes.${ask}Text`, { device: device ?? "" })}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
