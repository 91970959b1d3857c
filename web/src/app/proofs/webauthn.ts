// Passkeys, as the browser offers them. What the server gives and takes is JSON; older browsers are helped to read it.

import { PasskeyAbandoned, PasskeyThere } from "./problems";

type Json = Record<string, unknown>;

export function knowsPasskeys(): boolean {
  return typeof window.PublicKeyCredential === "function" && typeof navigator.credentials?.get === "function";
}

/** Whether the browser proposes passkeys among the addresses it fills in. */
export async function fillsInPasskeys(): Promise<boolean> {
  if (!knowsPasskeys()) return false;
  return (await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) ?? false;
}

export interface ShowOptions {
  /** Waits quietly in the field's suggestions, rather than opening a window. */
  quietly?: boolean;
  signal?: AbortSignal;
}

/** Asks for one of the person's passkeys, and gives what the server checks. */
export async function showPasskey(options: Json, { quietly = false, signal }: ShowOptions = {}): Promise<Json> {
  const publicKey = readRequest((options["publicKey"] ?? options) as Json);
  const credential = await within(navigator.credentials.get({ publicKey, mediation: quietly ? "conditional" : "optional", signal }));
  return toJson(credential as PublicKeyCredential | null);
}

/** Makes a passkey on the device, or on the key that is put in it. */
export async function makePasskey(options: Json): Promise<Json> {
  const publicKey = readCreation((options["publicKey"] ?? options) as Json);
  return toJson((await within(navigator.credentials.create({ publicKey }))) as PublicKeyCredential | null);
}

async function within<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    if (name === "NotAllowedError" || name === "AbortError") throw new PasskeyAbandoned(name);
    if (name === "InvalidStateError") throw new PasskeyThere();
    throw error;
  }
}

function readRequest(options: Json): PublicKeyCredentialRequestOptions {
  if (typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function") {
    return PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  }
  return { ...options, challenge: bytes(options["challenge"]), allowCredentials: credentials(options["allowCredentials"]) } as PublicKeyCredentialRequestOptions;
}

function readCreation(options: Json): PublicKeyCredentialCreationOptions {
  if (typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function") {
    return PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON);
  }
  const user = options["user"] as Json;
  return {
    ...options,
    challenge: bytes(options["challenge"]),
    user: { ...user, id: bytes(user["id"]) },
    excludeCredentials: credentials(options["excludeCredentials"]),
  } as unknown as PublicKeyCredentialCreationOptions;
}

function credentials(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as Json[]).map((one) => Object.assign({}, one, { id: bytes(one["id"]) }) as unknown as PublicKeyCredentialDescriptor);
}

function toJson(credential: PublicKeyCredential | null): Json {
  if (!credential) throw new PasskeyAbandoned("nothing was chosen");
  if (typeof credential.toJSON === "function") return credential.toJSON() as unknown as Json;
  const { response } = credential;
  const parts: Json = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const part = (response as unknown as Json)[name];
    if (part instanceof ArrayBuffer) parts[name] = text(part);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

/** base64url, without padding, to bytes. */
export function bytes(given: unknown): Uint8Array<ArrayBuffer> {
  const plain = atob(String(given).replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.codePointAt(0) ?? 0);
}

export function text(given: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(given), (byte) => String.fromCodePoint(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
