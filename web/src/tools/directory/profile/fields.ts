// A profile as a form holds it, and what the server is told of it.

import type { Guarded, PersonCard, Place, Profile, Telephone, Visibility } from "@/api/directory";

export interface Fields {
  usage_name: string;
  title: string;
  about: string;
  site: string;
  office: string;
  address: string;
  telephones: Telephone[];
  languages: string[];
  skills: string[];
}

export const guarded = ["telephones", "addresses", "place", "skills", "languages", "about", "civility", "photo", "presence", "absence", "groups"] as const satisfies readonly Guarded[];
export const audiences = ["everyone", "ministry", "unit", "nobody"] as const;

/** What a profile and a card have in common. */
interface Written {
  usage_name?: string | null;
  title?: string | null;
  about?: string | null;
  place?: Place | null;
  telephones?: Telephone[] | null;
  languages?: string[] | null;
  skills?: string[] | null;
}

export function fieldsOf(person: Written): Fields {
  return {
    usage_name: person.usage_name ?? "",
    title: person.title ?? "",
    about: person.about ?? "",
    site: person.place?.site ?? "",
    office: person.place?.office ?? "",
    address: person.place?.address ?? "",
    telephones: person.telephones ?? [],
    languages: person.languages ?? [],
    skills: person.skills ?? [],
  };
}

/** What is not said is for every agent. */
export function visibilityOf(profile: Profile): Visibility {
  const shown = Object.fromEntries(guarded.map((field) => [field, "everyone"])) as Visibility;
  return { ...shown, ...profile.visibility };
}

export function bodyOf({ site, office, address, telephones, ...rest }: Fields) {
  return {
    ...rest,
    place: { site: site.trim() || null, office: office.trim() || null, address: address.trim() || null },
    telephones: telephones.filter(({ number }) => number.trim() !== ""),
  };
}

/** The card as somebody sees it who stands at this distance. */
export function seenFrom(distance: "everyone" | "ministry" | "unit", card: PersonCard, visibility: Visibility): PersonCard {
  const rank = audiences.indexOf(distance);
  const sees = (field: Guarded) => audiences.indexOf(visibility[field]) <= rank;
  return {
    ...card,
    mine: false,
    photo: card.photo && sees("photo"),
    telephones: sees("telephones") ? card.telephones : [],
    addresses: sees("addresses") ? card.addresses : [],
    place: sees("place") ? card.place : null,
    skills: sees("skills") ? card.skills : [],
    languages: sees("languages") ? card.languages : [],
    about: sees("about") ? card.about : null,
    civility: sees("civility") ? card.civility : null,
    // "Away" says an absence.
    presence: sees("presence") && (card.presence !== "away" || sees("absence")) ? card.presence : null,
    absence: sees("absence") ? card.absence : null,
    groups: sees("groups") ? card.groups : [],
  };
}
