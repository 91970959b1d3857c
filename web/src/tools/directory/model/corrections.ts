// What a colleague may correct on somebody's card, and what stands there now.

import type { PersonCard } from "@/api/directory";

export const correctable = ["title", "telephone", "office", "site", "unit", "about", "usage_name", "other"] as const;
export type Correctable = (typeof correctable)[number];

export function valueOf(person: PersonCard, field: Correctable): string {
  switch (field) {
    case "title":
      return person.title ?? "";
    case "telephone":
      return person.telephones?.[0]?.number ?? "";
    case "office":
      return person.place?.office ?? "";
    case "site":
      return person.place?.site ?? "";
    case "unit":
      return person.unit ?? "";
    case "about":
      return person.about ?? "";
    case "usage_name":
      return person.usage_name ?? "";
    case "other":
      return "";
  }
}
