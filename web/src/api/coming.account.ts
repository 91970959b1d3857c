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

export interface SecondFactor {
  id: string;
  ways: ("totp" | "recovery_code")[];
  expires_at: string;
}
export interface AlmostIn {
  second_factor: SecondFactor;
}
export interface PasskeyChallenge {
  id: string;
  options: { publicKey: Record<string, unknown> };
}
export interface Invitation {
  address: string;
  name: string;
  invited_by: { name: string; organisation?: string | null };
  kind: "agent" | "guest";
  until?: string | null;
  expires_at: string;
}
export interface Passkey {
  id: string;
  name: string;
  created_at: string;
  last_used_at?: string | null;
}
export interface Factors {
  password: { set: boolean; changed_at?: string | null };
  totp?: { since: string } | null;
  recovery_codes?: { left: number; made_at: string } | null;
  passkeys: Passkey[];
}
export interface TotpBegun {
  secret: string;
  uri: string;
  qr: { size: number; modules: string };
}
export type ConfirmationWay = "password" | "totp" | "passkey" | "code" | "provider";
export interface Confirmations {
  ways: ConfirmationWay[];
  address: string;
  provider?: { id: string; name: string } | null;
}
export interface OwnAddress {
  address: string;
  main: boolean;
  proven: boolean;
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
export type TokenKind = "token" | "application_password";

type Id = { id: string };

export interface Coming {
  "/api/identity/sessions": {
    get: Plain<Bare<{ 200: Body<Schemas["Sessions"]> }>>;
    post: Plain<Op<{ 201: Body<Me>; 202: Body<AlmostIn> }, { address: string; password: string }>>;
  };
  "/api/identity/codes/{id}/sessions": { post: Op<{ 201: Body<Me>; 202: Body<AlmostIn> }, { code: string }, Id> };
  "/api/identity/second-factors/{id}/sessions": { post: Op<{ 201: Body<Me> }, { totp?: string; recovery_code?: string }, Id> };
  "/api/identity/passkeys/challenges": { post: Plain<Op<{ 200: Body<PasskeyChallenge> }, object>> };
  "/api/identity/passkeys/challenges/{id}/sessions": { post: Op<{ 201: Body<Me> }, { credential: unknown }, Id> };
  "/api/identity/invitations/{key}": { get: Bare<{ 200: Body<Invitation> }, { key: string }> };
  "/api/identity/invitations/{key}/acceptances": { post: Op<{ 201: Body<Me> }, { name: string; password?: string }, { key: string }> };
  "/api/identity/factors": { get: Plain<Bare<{ 200: Body<Factors> }>> };
  "/api/identity/passkeys/registrations": { post: Plain<Op<{ 200: Body<PasskeyChallenge> }, object>> };
  "/api/identity/passkeys/registrations/{id}": { post: Op<{ 201: Body<Passkey> }, { name: string; credential: unknown }, Id> };
  "/api/identity/passkeys/{id}": { patch: Op<{ 200: Body<Passkey> }, { name: string }, Id>; delete: Bare<{ 204: Nothing }, Id> };
  "/api/identity/totp": {
    post: Plain<Op<{ 200: Body<TotpBegun> }, object>>;
    put: Plain<Op<{ 200: Body<{ recovery_codes?: string[] | null }> }, { code: string }>>;
    delete: Plain<Bare<{ 204: Nothing }>>;
  };
  "/api/identity/recovery-codes": { post: Plain<Op<{ 200: Body<{ codes: string[] }> }, object>> };
  "/api/identity/confirmations": {
    get: Plain<Bare<{ 200: Body<Confirmations> }>>;
    post: Plain<Op<{ 204: Nothing }, { password?: string; totp?: string; recovery_code?: string; code?: { id: string; code: string } }>>;
  };
  "/api/identity/confirmations/passkeys": { post: Plain<Op<{ 200: Body<PasskeyChallenge> }, object>> };
  "/api/identity/confirmations/passkeys/{id}": { post: Op<{ 204: Nothing }, { credential: unknown }, Id> };
  "/api/identity/addresses": {
    get: Plain<Bare<{ 200: Body<{ addresses: OwnAddress[] }> }>>;
    post: Plain<Op<{ 202: Body<{ id: string; address: string; expires_at: string }> }, { address: string }>>;
  };
  "/api/identity/addresses/proofs": { post: Plain<Op<{ 201: Body<OwnAddress> }, { id: string; code: string }>> };
  "/api/identity/addresses/main": { put: Plain<Op<{ 204: Nothing }, { address: string }>> };
  "/api/identity/addresses/{address}": { delete: Bare<{ 204: Nothing }, { address: string }> };
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
}
