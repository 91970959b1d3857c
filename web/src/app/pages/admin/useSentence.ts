// Tells a fact of the journal as a sentence; a fact without words of its own is told by its code.
import { useTranslation } from "react-i18next";
import type { AuditFact } from "@/api/types";
import { useFormat } from "@/i18n/format";

export function useSentence(): (fact: AuditFact) => string {
  const { t, i18n } = useTranslation("admin");
  const format = useFormat();
  return (fact) => {
    const details = (fact.details ?? {}) as Record<string, unknown>;
    const who = fact.actor.name ?? t(`actors.${fact.actor.kind}`);
    const words = { ...told(details, format.day), who, title: fact.title ?? "" };
    // i18next reads dots as depth: the table is flat, with dashes.
    const key = `facts.${fact.action.replaceAll(".", "-")}`;
    const closest = [...nuances(details), ...(fact.title ? ["-titled"] : []), ""].map((end) => key + end).find((name) => i18n.exists(name, { ns: "admin" }));
    return closest ? t(closest, words) : t(fact.title ? "facts.unknownTitled" : "facts.unknown", { ...words, action: fact.action });
  };
}

/** What a detail may change in the sentence: "accepted: true" has its own words under "-accepted-true". */
function nuances(details: Record<string, unknown>): string[] {
  return Object.entries(details).flatMap(([name, value]) => (/^[a-z_]+$/.test(String(value)) ? [`-${name}-${String(value)}`] : []));
}

/** What a sentence may quote: a word, a number, a day as it is spoken, and how many there are of what comes as a list. */
function told(details: Record<string, unknown>, day: (at: string) => string): Record<string, string | number> {
  const quoted: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(details)) {
    if (Array.isArray(value)) quoted[name] = value.length;
    else if (typeof value === "string") quoted[name] = /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : value;
    else if (typeof value === "number") quoted[name] = value;
  }
  return quoted;
}
