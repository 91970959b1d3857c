// Short names for the shapes of the annuaire.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Hit = Schemas["Hits"]["hits"][number];
export type PersonHit = Extract<Hit, { kind: "person" }>;
export type Kind = Hit["kind"];
export type PersonName = Schemas["PersonName"];
export type PersonCard = Schemas["PersonCard"];
export type Absence = Schemas["AbsenceView"];
export type Presence = Schemas["Presence"];
export type Place = Schemas["Place"];
export type Telephone = Schemas["Telephone"];
export type Profile = Schemas["MyProfile"];
export type Audience = Schemas["Audience"];
/** What a person decides about: who sees it. */
export type Guarded = "telephones" | "addresses" | "place" | "skills" | "languages" | "about" | "civility" | "photo" | "presence" | "absence" | "groups";
export type Visibility = Record<Guarded, Audience>;
export type PlaceName = Schemas["OrganisationName"];
export type OrganisationCard = Schemas["OrganisationPage"];
export type OwnDomain = Schemas["OwnDomain"];
export type GroupRow = Schemas["GroupLine"];
export type Group = Schemas["GroupPage"];
export type GroupMember = Schemas["Member"];
export type Alert = Schemas["Alert"];
export type Suggestion = Schemas["SuggestionView"];
export type Import = Schemas["ImportView"];
export type ImportFault = Import["faults"][number];
