// Tells a fact of the journal as a sentence; a fact without words of its own is told by its code.
import { useTranslation } from "react-i18next";
import type { AuditFact } from "@/api/types";

export function useSentence(): (fact: AuditFact) => string {
  const { t, i18n } = useTranslation("admin");
  return (fact) => {
    const who = fact.actor.name ?? t(`actors.${fact.actor.kind}`);
    // i18next reads dots as depth: the table is flat, with dashes.
    const key = `facts.${fact.action.replaceAll(".", "-")}`;
    const words = { who, title: fact.title ?? "", ...flat(fact.details) };
    const known = (name: string) => i18n.exists(name, { ns: "admin" });
    if (!known(key)) return t(fact.title ? "facts.unknownTitled" : "facts.unknown", { ...words, action: fact.action });
    return t(fact.title && known(`${key}-titled`) ? `${key}-titled` : key, words);
  };
}

function flat(details: AuditFact["details"]): Record<string, string | number> {
  const kept = Object.entries((details ?? {}) as Record<string, unknown>).filter((pair): pair is [string, string | number] => ["string", "number"].includes(typeof pair[1]));
  return Object.fromEntries(kept);
}
