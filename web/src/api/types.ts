// Short names for the shapes the server speaks; the generated schema stays an affair of this folder.
import type { Asked } from "./asked";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type AccountLine = Schemas["AccountLine"];
export type Guest = Schemas["Guest"];
export type Invitation = Schemas["OpenInvitation"];
export type LinkedIdentity = Schemas["HubIdentity"];
export type TokenKind = Schemas["TokenKind"];

export type Problem = Schemas["Problem"];
export type House = Schemas["House"];
export type DeadJob = Schemas["DeadJob"];
export type MailRow = Schemas["MailLine"];
export type Mail = Schemas["MailShown"];
export type Me = Schemas["Me"];
export type Session = Schemas["Session"];
export type Token = Schemas["Token"];
export type TokenMade = Schemas["NewlyMadeToken"];
export type Lookup = Schemas["Lookup"];
export type AlmostIn = Schemas["SecondFactorAsked"];
export type SecondFactor = Schemas["AskedSecondFactor"];
export type Factors = Schemas["Factors"];
export type Passkey = Schemas["Passkey"];
export type OwnAddress = Schemas["OwnAddress"];
export type TotpBegun = Schemas["BegunTotp"];
export type Confirmations = Schemas["Ways"];
export type ShownAgain = Asked<Schemas["ShownAgain"]>;
export type CodeSent = Schemas["SentCode"];
export type SamplePerson = Schemas["SamplePerson"];
export type Organisation = Schemas["Organisation"];
export type AuditFact = Schemas["AuditEntry"];
export type Thing = Schemas["Thing"];
export type LiveFact = Schemas["LiveFact"];

export type TransferLimits = Schemas["TransferLimits"];
export type Parcel = Schemas["Parcel"];
export type ParcelFile = Schemas["ParcelFile"];
export type ParcelEvent = Schemas["ParcelEvent"];
export type ParcelRow = Schemas["ParcelRow"];
export type ParcelPage = Schemas["ParcelPage"];
export type ParcelCounts = Schemas["ParcelCounts"];
export type NewParcel = Asked<Schemas["NewParcel"]>;
export type Recipient = Schemas["Recipient"];
export type AddressCheck = Schemas["AddressCheck"];
export type ReceivedParcel = Schemas["ReceivedParcel"];
export type ReceivedFile = Schemas["ReceivedFile"];

type Answer<Path extends keyof paths, Method extends "get" | "post"> = paths[Path] extends { [M in Method]: { responses: infer R } } ? Body<R> : never;
type Body<R> = R extends { 200: { content: { "application/json": infer T } } } ? T : R extends { 201: { content: { "application/json": infer T } } } ? T : never;

export type ProviderWay = Answer<"/api/hub/lookups", "post">["ways"][number];
export type HubArrival = Answer<"/api/hub/arrivals/current", "get">;
export type IdentityProvider = Answer<"/api/hub/providers/{id}", "get">;
export type IdentityTransfer = Answer<"/api/hub/transfers", "get">["transfers"][number];
export type ConnectRequest = Answer<"/api/provider/requests/{id}", "get">;
export type AskingClient = Pick<ConnectRequest["client"], "id" | "name" | "uri" | "verified">;
export type Grant = Answer<"/api/provider/grants", "get">["grants"][number];
export type OauthClient = Answer<"/api/provider/clients/{id}", "get">;
export type NewOauthClient = Asked<Schemas["NewClient"]>;
export type ClientProof = Schemas["AuthMethod"];
export type SigningAlg = Schemas["SigningAlg"];
export type Acr = Schemas["Acr"];
