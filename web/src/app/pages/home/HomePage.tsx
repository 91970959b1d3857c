// What waits for the person, then what they last touched. Each tool brings its own rows.
import { lazy, Suspense, useCallback, useEffect, useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import { ButtonLink, EmptyState, SkeletonRows } from "@/ui";
import { openTools } from "../../navigation";
import { usePageTitle } from "../../PageHead";
import { tools, type HomeProps, type HomeReport, type ToolRegistration } from "../../registry";
import { useHouse, useMe } from "../../session";
import "./home.css";

interface Part {
  key: string;
  tool: string;
  Rows: ComponentType<HomeProps>;
}

const waitingParts = parts("waiting");
const recentParts = parts("recent");

export default function HomePage() {
  const { t } = useTranslation("home");
  const me = useMe();
  const house = useHouse();
  const [reports, setReports] = useState<Record<string, HomeReport>>({});
  const open = openTools(house, me);
  const shown = (all: Part[]) => all.filter(({ tool }) => open.some(({ name }) => name === tool));
  const waits = shown(waitingParts);
  const recents = shown(recentParts);
  const all = [...waits, ...recents];
  const found = all.flatMap(({ key }) => reports[key] ?? []);
  const waiting = found.reduce((sum, report) => sum + report.waiting, 0);
  const everyoneReported = found.length === all.length;
  const nothing = everyoneReported && found.every((report) => report.empty);
  usePageTitle(t("tab"));

  const hear = useCallback((key: string, report: HomeReport) => {
    setReports((old) => (old[key]?.waiting === report.waiting && old[key].empty === report.empty ? old : { ...old, [key]: report }));
  }, []);

  return (
    <div className="home">
      <Greeting waiting={everyoneReported ? waiting : null} />
      {waits.length > 0 && (
        <section hidden={everyoneReported && waiting === 0}>
          <h2 className="group">{t("waiting")}</h2>
          <Suspense fallback={<SkeletonRows rows={3} />}>
            <ul className="rows waits">
              {waits.map((part) => (
                <Reported key={part.key} part={part} hear={hear} />
              ))}
            </ul>
          </Suspense>
        </section>
      )}
      <div className="recent" hidden={nothing}>
        <Suspense fallback={<SkeletonRows rows={4} />}>
          {recents.map((part) => (
            <Reported key={part.key} part={part} hear={hear} />
          ))}
        </Suspense>
      </div>
      {nothing && <FirstGestures open={open} />}
    </div>
  );
}

function Reported({ part: { key, Rows }, hear }: { part: Part; hear: (key: string, report: HomeReport) => void }) {
  const report = useCallback((found: HomeReport) => hear(key, found), [key, hear]);
  return <Rows report={report} />;
}

function Greeting({ waiting }: { waiting: number | null }) {
  const { t } = useTranslation("home");
  const { person } = useMe();
  const format = useFormat();
  const now = useNow();
  const hello = t(now.getHours() >= 18 || now.getHours() < 4 ? "evening" : "day", { name: person.name.split(" ")[0] });
  const weekday = format.weekday(now);

  return (
    <header>
      <p className="meta">
        {weekday.charAt(0).toLocaleUpperCase()}
        {weekday.slice(1)}, {format.time(now)}
      </p>
      <h1 className="title-1">{waiting === null ? `${hello}.` : t("waits", { hello, count: waiting, number: inWords(waiting, t) })}</h1>
    </header>
  );
}

/** Small numbers are read better as words. */
function inWords(count: number, t: (key: string) => string): string {
  return count >= 1 && count <= 10 ? t(`numbers.${count}`) : String(count);
}

function FirstGestures({ open }: { open: ToolRegistration[] }) {
  const gestures = open.flatMap(({ name, home }) => (home?.firstGesture ? [{ name, ...home.firstGesture }] : []));
  const { t } = useTranslation(gestures.map(({ words }) => words));
  return (
    <section className="first">
      {gestures.map((gesture) => (
        <EmptyState
          key={gesture.name}
          tool={gesture.name}
          title={t(gesture.title, { ns: gesture.words })}
          deeds={
            <ButtonLink kind="main" href={gesture.href}>
              {t(gesture.deed, { ns: gesture.words })}
            </ButtonLink>
          }
        >
          {t(gesture.text, { ns: gesture.words })}
        </EmptyState>
      ))}
    </section>
  );
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function parts(kind: "waiting" | "recent"): Part[] {
  return tools.flatMap((tool) => {
    const load = tool.home?.[kind];
    return load ? [{ key: `${tool.name}.${kind}`, tool: tool.name, Rows: lazy(load) }] : [];
  });
}
