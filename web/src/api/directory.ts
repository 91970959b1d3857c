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
export type Guarded = "telephones" | "place" | "skills" | "photo" | "absence";
export type Visibility = Record<Guarded, Audience>;
export type PlaceName = Schemas["OrganisationName"];
export type OrganisationCard = Schemas["OrganisationPage"];
export type GroupRow = Schemas["GroupLine"];
export type Group = Schemas["GroupPage"];
export type GroupMember = Schemas["Member"];
export type Alert = Schemas["Alert"];

export interface Suggestion {
  id: string;
  person?: PersonName | null;
  by?: PersonName | null;
  field: string;
  value: string;
  comment?: string | null;
  at: string;
  accepted?: boolean | null;
}

export interface ImportFault {
  line: number;
  column?: string | null;
  code: string;
  value?: string | null;
}

export interface Import {
  id: string;
  kind: string;
  organisation?: PlaceName | null;
  state: string;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  faulty: number;
  faults: ImportFault[];
  brake?: { removed_percent: number; limit_percent: number } | null;
  refusal?: string | null;
  preview: { line?: number | null; outcome: string; name: string; changes: string[] }[];
  made_at: string;
}
