// The door: an address, then a password or a code. In a sample house, a person to be.
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { meQuery } from "@/api/queries";
import { chooseLanguage, currentLanguage } from "@/i18n";
import { Link, ToolMark } from "@/ui";
import { useSearchParam } from "../../address";
import { useBrand } from "../../brands";
import { openTools, seesOutbox } from "../../navigation";
import { usePageTitle } from "../../PageHead";
import { useHouse } from "../../session";
import { AddressForm } from "./AddressForm";
import { CodeForm } from "./CodeForm";
import { PasswordForm } from "./PasswordForm";
import { SamplePeople } from "./SamplePeople";
import "./signIn.css";
import { useSignIn } from "./useSignIn";

export default function SignInPage() {
  const { t } = useTranslation("sign-in");
  const house = useHouse();
  const { data: me } = useQuery(meQuery);
  const [next] = useSearchParam("next");
  const door = useSignIn();
  usePageTitle(t("tab"));

  if (me) return <Navigate to={inside(next)} replace />;

  return (
    <main className="door">
      <section className="ask">
        <Brand />
        <div className="mid">
          {door.step.is === "address" && <AddressForm door={door} />}
          {door.step.is === "password" && <PasswordForm door={door} step={door.step} />}
          {door.step.is === "code" && <CodeForm door={door} step={door.step} />}
        </div>
        <footer className="tiny">
          {seesOutbox(null, house) && door.step.is !== "code" && <Link href="/outbox">{t("outbox")}</Link>}
          <LanguageSwitch />
        </footer>
      </section>
      <Pocket sample={house.sample} />
    </main>
  );
}

function Brand() {
  const suite = useBrand()("suite").name;
  return (
    <Link bare className="brand" href="/">
      <ToolMark tool="home" />
      {suite}
    </Link>
  );
}

/** What the bag holds: only tools that are open here. */
function Pocket({ sample }: { sample: boolean }) {
  const { t } = useTranslation("sign-in");
  const house = useHouse();
  const brand = useBrand();
  return (
    <aside className="pocket" aria-label={t("pocket")}>
      <div className="inside">
        <h2 className="title-3">{t("inTheBag")}</h2>
        <ul className="rows flush">
          {openTools(house, null, true).map((tool) => (
            <li key={tool.name}>
              <ToolMark tool={tool.name} />
              <b>{brand(tool.name).name}</b>
              <span className="soft">{brand(tool.name).deed}</span>
            </li>
          ))}
        </ul>
      </div>
      {sample && <SamplePeople />}
    </aside>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation("shell");
  const other = currentLanguage() === "fr" ? "en" : "fr";
  return (
    <button type="button" lang={other} onClick={() => void chooseLanguage(other)}>
      {t(`languages.${other}`)}
    </button>
  );
}

/** Only an address of this house may follow the door. */
function inside(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
