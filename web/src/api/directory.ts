// Shapes of the annuaire.

export type Presence = "available" | "busy" | "away" | "do_not_disturb";
export type Kind = "person" | "organisation" | "function" | "group";
export type Audience = "everyone" | "ministry" | "unit" | "nobody";
export type Guarded = "telephones" | "place" | "skills" | "photo" | "absence";

export interface PlaceName {
  id: string;
  name: string;
  acronym?: string | null;
}

export interface PersonName {
  id: string;
  name: string;
  initials: string;
  photo?: boolean;
  title?: string | null;
}

export interface PersonHit {
  kind: "person";
  id: string;
  name: string;
  initials: string;
  photo: boolean;
  title?: string | null;
  unit?: string | null;
  organisation?: PlaceName | null;
  population: string;
  presence?: Presence | null;
  absence?: { until: string; deputy?: { id: string; name: string } | null } | null;
}

export interface OrganisationHit {
  kind: "organisation";
  id: string;
  name: string;
  acronym?: string | null;
  path: PlaceName[];
}

export interface FunctionHit {
  kind: "function";
  id: string;
  title: string;
  organisation: PlaceName;
  holder?: PersonName | null;
}

export interface GroupHit {
  kind: "group";
  id: string;
  name: string;
  members: number;
}

export type Hit = PersonHit | OrganisationHit | FunctionHit | GroupHit;

export interface Telephone {
  kind: string;
  number: string;
}

export interface Place {
  site?: string | null;
  office?: string | null;
  address?: string | null;
}

export interface Absence {
  from: string;
  until: string;
  message?: string | null;
  deputy?: PersonName | null;
}

export interface PersonCard {
  id: string;
  name: string;
  usage_name?: string | null;
  civility?: string | null;
  initials: string;
  photo: boolean;
  title?: string | null;
  population: string;
  organisation?: PlaceName | null;
  path: PlaceName[];
  unit?: string | null;
  place?: Place | null;
  telephones?: Telephone[];
  addresses: string[];
  languages?: string[];
  skills?: string[];
  about?: string | null;
  presence?: Presence | null;
  absence?: Absence | null;
  functions: { id: string; title: string; organisation?: PlaceName | null }[];
  manager?: PersonName | null;
  managers: PersonName[];
  deputies: PersonName[];
  colleagues: PersonName[];
  groups: { id: string; name: string }[];
  replaces: { id: string; name: string; until: string }[];
  mine: boolean;
  may_correct: boolean;
  may_edit: boolean;
  protected?: boolean;
  updated_at?: string | null;
}

export interface Contacts {
  telephone?: string | null;
  address?: string | null;
  mail?: string | null;
  site?: string | null;
}

export interface OrganisationChild {
  id: string;
  name: string;
  acronym?: string | null;
  kind: string;
  head?: PersonName | null;
  people: number;
}

export interface OrganisationCard {
  id: string;
  name: string;
  acronym?: string | null;
  kind: string;
  siret?: string | null;
  missions?: string | null;
  contacts: Contacts;
  path: PlaceName[];
  children: OrganisationChild[];
  head?: PersonName | null;
  functions: { id: string; title: string; heads?: boolean; holder?: PersonName | null }[];
  people: (PersonName & { absence?: { until: string } | null })[];
  people_total: number;
  people_next?: string | null;
  since?: string | null;
  until?: string | null;
  successor?: PlaceName | null;
  correspondents: PersonName[];
  may_edit: boolean;
  may_name: boolean;
}

export type Visibility = Record<Guarded, Audience>;

export interface Profile {
  id: string;
  name: string;
  initials: string;
  usage_name?: string | null;
  title?: string | null;
  unit?: string | null;
  organisation?: PlaceName | null;
  place: Place;
  telephones: Telephone[];
  languages: string[];
  skills: string[];
  about?: string | null;
  photo: boolean;
  presence?: Presence | null;
  absence?: Absence | null;
  visibility: Partial<Visibility>;
  keeps: PlaceName[];
}

export interface GroupRow {
  id: string;
  name: string;
  description?: string | null;
  kind: string;
  members: number;
  role?: string | null;
}

export interface GroupMember extends PersonName {
  role: string;
  until?: string | null;
}

export interface Group {
  id: string;
  name: string;
  description?: string | null;
  kind: string;
  members: number;
  people: GroupMember[];
  may_edit: boolean;
  role?: string | null;
}

export interface Suggestion {
  id: string;
  person: PersonName;
  by: PersonName;
  field: string;
  value: string;
  current?: string | null;
  comment?: string | null;
  at: string;
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
  state: string;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  faults: ImportFault[];
  brake?: { removed_percent: number; limit_percent: number } | null;
  preview: unknown[];
  at?: string;
}

export interface Alert {
  id: string;
  person: PersonName;
  cards: number;
  day: string;
}
