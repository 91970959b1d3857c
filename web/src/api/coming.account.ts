// Addresses of local accounts that the schema does not list yet.
import type { components } from "./schema";

type Schemas = components["schemas"];
type Me = Schemas["Me"];

interface Body<B> {
  headers: Record<string, unknown>;
  content: { "application/json": B };
}
interface Nothing {
  headers: Record<string, unknown>;
  content?: never;
}
type Failed = { headers: Record<string, unknown>; content: { "application/problem+json": Schemas["Problem"] } };

interface Op<Answers, Asked = never, Path = never> {
  parameters: { query?: never; header?: never; path: Path; cookie?: never };
  requestBody: { content: { "application/json": Asked } };
  responses: Answers & { 401: Failed };
}
interface Bare<Answers, Path = never> {
  parameters: { query?: never; header?: never; path: Path; cookie?: never };
  requestBody?: never;
  responses: Answers & { 401: Failed };
}
type Plain<O extends { parameters: unknown }> = Omit<O, "parameters"> & { parameters: { query?: never; header?: never; path?: never; cookie?: never } };

export interface Invitation {
  address: string;
  name: string;
  invited_by: { name: string; organisation?: string | null };
  kind: "agent" | "guest";
  until?: string | null;
  expires_at: string;
}
export interface Guest {
  id: string;
  person: string;
  name: string;
  address: string;
  reason: string;
  until: string;
  state: "invited" | "active" | "ended";
}
export interface InvitationRow {
  id: string;
  address: string;
  name: string;
  expires_at: string;
}
export interface LinkedIdentity {
  id: string;
  provider?: { id: string; name: string } | null;
  issuer: string;
  linked_at: string;
  last_used_at?: string | null;
}
export type TokenKind = "token" | "application_password";

type Id = { id: string };

export interface Coming {
  "/api/identity/invitations/{key}": { get: Bare<{ 200: Body<Invitation> }, { key: string }> };
  "/api/identity/invitations/{key}/acceptances": { post: Op<{ 201: Body<Me>; 202: Body<Schemas["SecondFactorAsked"]> }, { name: string; password?: string }, { key: string }> };
  "/api/identity/tokens": {
    get: Plain<Bare<{ 200: Body<{ tokens: (Schemas["Token"] & { kind?: TokenKind })[] }> }>>;
    post: Plain<Op<{ 201: Body<Schemas["NewlyMadeToken"]> }, { name: string; scopes: string[]; days: number; kind?: TokenKind }>>;
  };
  "/api/identity/guests": {
    get: Plain<Bare<{ 200: Body<{ guests: Guest[] }> }>>;
    post: Plain<Op<{ 201: Body<Guest> }, { address: string; name: string; reason: string; until: string }>>;
  };
  "/api/identity/guests/{id}": { patch: Op<{ 200: Body<Guest> }, { until: string }, Id>; delete: Bare<{ 204: Nothing }, Id> };
  "/api/identity/invitations": {
    get: Plain<Bare<{ 200: Body<{ invitations: InvitationRow[] }> }>>;
    post: Plain<Op<{ 201: Body<InvitationRow> }, { address: string; name: string }>>;
  };
  "/api/identity/invitations/{id}": { delete: Bare<{ 204: Nothing }, Id> };
  "/api/hub/identities": { get: Plain<Bare<{ 200: Body<{ identities: LinkedIdentity[] }> }>> };
}
