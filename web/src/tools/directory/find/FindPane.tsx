// Anyone found while typing: the field, what to look among, and what answers.

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Kind } from "@/api/directory";
import { TroubleState, usePageTitle, useSearchParam } from "@/app";
import { useFind, useLater } from "@/app/people";
import { Icon, IconButton, Segment, SkeletonRows } from "@/ui";

import { Beginnings } from "./Beginnings";
import { HitList } from "./HitList";
import { Nothing } from "./Nothing";
import { walkRows } from "./walkRows";

const kinds = ["all", "person", "organisation", "function", "group"] as const;

export interface FindPaneProps {
  /** Something stands beside the list, and has the page's title. */
  opened: boolean;
  current: string | undefined;
}

export function FindPane({ opened, current }: FindPaneProps) {
  const { t } = useTranslation("directory");
  const [q, setQ] = useSearchParam("q");
  const [asked, setKind] = useSearchParam("kind");
  const [text, setText] = useState(q ?? "");
  const kind = kinds.find((one) => one === asked) ?? "all";
  const found = useFind(text, kind === "all" ? null : (kind satisfies Kind));
  const input = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  useAddress(text, q ?? "", setQ, setText);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (pane.current) walkRows(event, pane.current, input.current);
  };
  const clear = () => {
    setText("");
    input.current?.focus();
  };

  return (
    // Arrows walk the results from the field on; each row is a link of its own.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="d-find" ref={pane} onKeyDown={onKeyDown}>
      {/* It stays where it is when something opens: what one reads must not jump. */}
      {opened ? <p className="title-2 d-title">{t("name")}</p> : <Title />}
      <search className="d-ask">
        <div className="input l">
          <span className="faint">
            <Icon of={Search} />
          </span>
          <input
            ref={input}
            type="text"
            enterKeyHint="search"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={!opened}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-label={t("find.label")}
            placeholder={t("find.placeholder")}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {text !== "" && <IconButton size="s" icon={X} label={t("find.clear")} onPress={clear} />}
        </div>
        <Segment label={t("find.among")} value={kind} onChange={(one) => setKind(one === "all" ? null : one)} choices={kinds.map((id) => ({ id, name: t(`kinds.${id}`) }))} />
        <span className="heard" role="status">
          {found.settled && t("find.count", { count: found.hits.length })}
        </span>
      </search>
      {/* A scrolling region takes the focus, so that the keyboard can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll d-hits" tabIndex={0} role="region" aria-label={t("find.results")}>
        {text.trim() === "" && <Beginnings />}
        {text.trim() !== "" && found.hits.length > 0 && <HitList hits={found.hits} typed={found.asked} current={current} grouped={kind === "all"} />}
        {found.waiting && <SkeletonRows rows={6} />}
        {found.error && found.hits.length === 0 && text.trim() !== "" && <TroubleState error={found.error} onRetry={found.again} />}
        {found.settled && found.hits.length === 0 && text.trim() !== "" && <Nothing typed={found.asked} narrowed={kind !== "all"} onWiden={() => setKind(null)} />}
      </div>
    </div>
  );
}

/** The page's own name, where nothing else has one. */
function Title() {
  const { t } = useTranslation("directory");
  usePageTitle(t("name"));
  return <h1 className="title-2 d-title">{t("name")}</h1>;
}

/** What is written follows into the address a moment later, and comes back from it. */
function useAddress(text: string, address: string, write: (text: string | null) => void, read: (text: string) => void): void {
  const settled = useLater(text, 250);
  const written = useRef(address);

  useEffect(() => {
    if (settled === written.current) return;
    written.current = settled;
    write(settled === "" ? null : settled);
  }, [settled, write]);
  useEffect(() => {
    if (address === written.current) return;
    written.current = address;
    read(address);
  }, [address, read]);
}
