// A page is called as the menu that leads to it.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { languages } from "@/i18n";

type Words = { [key: string]: string | Words };

const titles = {
  journal: ["admin", "journal", "title"],
  jobs: ["admin", "jobs", "title"],
  providers: ["connections", "providers", "title"],
  applications: ["connections", "clients", "title"],
  transfers: ["connections", "moves", "title"],
  invitations: ["invitations", "title"],
  outbox: ["outbox", "title"],
};

describe.each(languages)("in %s", (language) => {
  const read = (feature: string) => JSON.parse(readFileSync(`src/i18n/locales/${language}/${feature}.json`, "utf8")) as Words;
  const { nav } = read("shell") as { nav: Record<string, string> };

  it.each(Object.entries(titles))("%s", (place, [feature = "", ...path]) => {
    const title = path.reduce<string | Words | undefined>((words, key) => (words as Words)[key], read(feature));
    expect(title).toBe(nav[place]);
  });
});
