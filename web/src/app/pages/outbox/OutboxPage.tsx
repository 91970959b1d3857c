// Mails this house keeps to itself instead of sending them: for trials and samples.
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Mail as MailIcon, Mails } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { useFormat } from "@/i18n/format";
import { ButtonLink, EmptyState, Icon, Link, ListRow, Rows, Segment, SkeletonRows, ToolMark } from "@/ui";
import { useSearchParam } from "../../address";
import { useBrand } from "../../brands";
import { PageHead } from "../../PageHead";
import { useMaybeMe } from "../../session";
import { TroubleState } from "../../TroubleState";
import { mailPage, pageNonce } from "./mailPage";
import "./outbox.css";

export default function OutboxPage() {
  const me = useMaybeMe();
  const suite = useBrand()("suite").name;
  if (me) return <Outbox />;
  return (
    <main className="outbox-alone">
      <Link bare className="brand" href="/">
        <ToolMark tool="home" />
        {suite}
      </Link>
      <Outbox />
    </main>
  );
}

function Outbox() {
  const { t } = useTranslation("outbox");
  const format = useFormat();
  const [opened] = useSearchParam("mail");
  const mails = useQuery({ queryKey: ["house", "mails"], queryFn: () => take(api.GET("/api/house/mails")), refetchInterval: 3_000 });
  const all = mails.data?.mails ?? [];

  return (
    <>
      <PageHead title={t("title")} beside={<span className="meta cut outbox-lede">{t("lede")}</span>} />
      <div className="outbox" data-open={opened ? true : undefined}>
        <div className="list">
          {mails.isPending && <SkeletonRows rows={5} lead={false} />}
          {mails.error && <TroubleState error={mails.error} onRetry={() => void mails.refetch()} />}
          {mails.data && all.length === 0 && (
            <EmptyState icon={Mails} title={t("none")}>
              {t("noneText")}
            </EmptyState>
          )}
          <Rows label={t("title")}>
            {all.map((mail) => (
              <ListRow
                key={mail.id}
                lead={<Icon of={MailIcon} />}
                title={mail.subject}
                detail={mail.to}
                current={mail.id === opened}
                href={`/outbox?mail=${mail.id}`}
                end={<span className="meta num">{format.when(mail.at)}</span>}
              />
            ))}
          </Rows>
        </div>
        <section className="mail" aria-label={t("mail")}>
          {opened ? <OneMail key={opened} id={opened} /> : all.length > 0 && <EmptyState icon={MailIcon} title={t("choose")} />}
        </section>
      </div>
    </>
  );
}

function OneMail({ id }: { id: string }) {
  const { t } = useTranslation("outbox");
  const format = useFormat();
  const [as, setAs] = useSearchParam("as");
  const mail = useQuery({ queryKey: ["house", "mails", id], queryFn: () => take(api.GET("/api/house/mails/{id}", { params: { path: { id } } })), staleTime: Infinity });

  if (mail.isPending) return <SkeletonRows rows={3} lead={false} />;
  if (mail.error) return <TroubleState error={mail.error} onRetry={() => void mail.refetch()} />;

  const { subject, to, at, html, text } = mail.data;
  const plain = as === "text" || !html;
  return (
    <>
      <header>
        <div className="return">
          <ButtonLink kind="plain" size="s" icon={ArrowLeft} href="/outbox">
            {t("back")}
          </ButtonLink>
        </div>
        <h2 className="title-3">{subject}</h2>
        <div className="inline g3 wrap between">
          <span className="meta">
            {t("to", { to })} · {format.full(at)}
          </span>
          {html && (
            <Segment
              label={t("seenAs")}
              value={plain ? "text" : "html"}
              onChange={(id) => setAs(id === "html" ? null : id)}
              choices={[
                { id: "html", name: t("html") },
                { id: "text", name: t("text") },
              ]}
            />
          )}
        </div>
      </header>
      {/* Links of the mail open a new tab; nothing in it may run or read this page. */}
      {plain ? <pre>{text}</pre> : <iframe title={subject} srcDoc={mailPage(html, pageNonce())} sandbox="allow-popups allow-popups-to-escape-sandbox" />}
    </>
  );
}
