// Every fact that the server can tell has a sentence, and every sentence its fact. Reads the rooms' sources.
import { globSync, readFileSync } from "node:fs";
import { renderHook } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import type { AuditFact } from "@/api/types";
import { languages, words } from "@/i18n";
import { useSentence } from "./useSentence";

const rooms = globSync("../crates/{bricks/*,tools/*,sacados}/src").map((src) => ({ src, name: src.split("/").at(-2) ?? "" }));
const facts = [...new Set(rooms.flatMap(factsOf))].sort();

/** A fact is told by its own room alone, under the room's name; the program tells its own as the house. */
function factsOf({ src, name }: { src: string; name: string }): string[] {
  const action = new RegExp(`"(${name === "sacados" ? "house" : name}\\.[a-z_]+\\.[a-z_]+)"`, "g");
  return globSync(`${src}/**/*.rs`).flatMap((file) => [...readFileSync(file, "utf8").matchAll(action)].map(([, told = ""]) => told));
}

describe.each(languages)("in %s", (language) => {
  const { facts: table } = JSON.parse(readFileSync(`src/i18n/locales/${language}/admin.json`, "utf8")) as { facts: Record<string, string> };
  const keys = facts.map((fact) => fact.replaceAll(".", "-"));

  it("every fact has its sentence", () => {
    expect(facts).toContain("directory.person.affiliated");
    expect(facts).toContain("house.job.retried");
    expect(keys.filter((key) => !(key in table))).toEqual([]);
  });

  it("no sentence tells a fact that is no more", () => {
    const kept = Object.keys(table).filter((key) => !key.startsWith("unknown"));
    expect(kept.filter((key) => !keys.some((known) => key === known || key.startsWith(`${known}-`)))).toEqual([]);
  });
});

describe("a sentence", () => {
  beforeAll(() => words.loadNamespaces(["admin"]));

  const tell = (action: string, details: object = {}, more: Partial<AuditFact> = {}) => {
    const fact = { number: 1, told_at: "2026-11-24T09:12:00Z", action, actor: { kind: "person", name: "Claire Lenoir" }, details: details as never, ...more };
    return renderHook(() => useSentence()).result.current(fact);
  };

  it("says who, how many and until when", () => {
    expect(tell("identity.persons.added", { persons: ["a", "b", "c"] })).toMatch(/^Claire Lenoir a ajouté plusieurs comptes d’un coup.: 3\.$/);
    expect(tell("directory.absence.set", { from: "2026-12-01", until: "2026-12-04", deputy: null })).toBe("Claire Lenoir a annoncé une absence, du 1er décembre 2026 au 4 décembre 2026.");
  });

  it("follows what was decided", () => {
    expect(tell("directory.correction.decided", { accepted: true })).toContain("a accepté");
    expect(tell("directory.correction.decided", { accepted: false })).toContain("a laissé");
    expect(tell("directory.function.handed", { from: "0199a2c4-0000", to: null })).toContain("à pourvoir");
    expect(tell("provider.grant.ended", { why: "reused_token" }, { actor: { kind: "system" } })).toContain("a servi deux fois");
  });

  it("quotes the title, and falls back to the code", () => {
    expect(tell("directory.organisation.added", null as never, { title: "Bureau 2B" })).toMatch(/^Claire Lenoir a ajouté «.Bureau 2B.» à l’annuaire\.$/);
    expect(tell("tomorrow.thing.done", { "issuer": "https://a.exemple.fr" })).toMatch(/^Claire Lenoir.: tomorrow\.thing\.done$/);
  });
});
