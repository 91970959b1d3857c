// A small application that signs its people in with the house: openid-client does the talking, one page hears the answer.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as openid from "openid-client";
import type { House } from "./ministries";

export interface Registered {
  id: string;
  client_id: string;
  client_secret: string;
}

/** What the application starts an agent with, and checks when they are back. */
export interface Leaving {
  url: string;
  verifier: string;
  state: string;
}

export class Relying {
  readonly #server: Server;
  readonly #house: House;
  /** The forms that browsers brought. */
  readonly #heard: string[];
  #registered: Registered | null = null;
  #config: openid.Configuration | null = null;

  private constructor(server: Server, house: House, heard: string[]) {
    this.#server = server;
    this.#house = house;
    this.#heard = heard;
  }

  /** Starts the application and has the house know it. */
  static async join(house: House, houseUrl: string, asked: { name: string; verified?: boolean; scopes?: string[] }): Promise<Relying> {
    const heard: string[] = [];
    const server = createServer(async (request, answer) => {
      if (request.method === "POST") {
        let body = "";
        for await (const chunk of request) body += chunk;
        heard.push(body);
      }
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      answer.end(`<!doctype html><html lang="fr"><title>Application</title><link rel="icon" href="data:,"><h1>De retour</h1><p>${request.method}</p>`);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const relying = new Relying(server, house, heard);
    const registered = (await house.ask("post", "/api/provider/clients", {
      name: asked.name,
      native: true,
      verified: asked.verified ?? true,
      trusted: false,
      redirect_uris: [relying.back],
      post_logout_redirect_uris: [relying.out],
      token_endpoint_auth_method: "client_secret_basic",
      grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
      scopes: asked.scopes ?? ["openid", "email", "given_name", "usual_name", "siret"],
    })) as Registered;
    relying.#registered = registered;
    relying.#config = await openid.discovery(new URL(houseUrl), registered.client_id, undefined, openid.ClientSecretBasic(registered.client_secret), { execute: [openid.allowInsecureRequests] });
    return relying;
  }

  get id(): string {
    return this.#known.id;
  }

  get config(): openid.Configuration {
    if (!this.#config) throw new Error("the application has not joined yet");
    return this.#config;
  }

  get back(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/retour`;
  }

  get out(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/sortie`;
  }

  /** Where an agent is sent to sign in. */
  async leave(more: Record<string, string> = {}): Promise<Leaving> {
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const url = openid.buildAuthorizationUrl(this.config, {
      redirect_uri: this.back,
      scope: "openid email given_name",
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      ...more,
    });
    return { url: url.href, verifier, state };
  }

  /** The last answer that came in a form (form_post), as the address that says the same. */
  posted(): string {
    return `${this.back}?${this.#heard.at(-1) ?? ""}`;
  }

  /** The agent is back, at this address: their tokens. */
  async hear(address: string, { verifier, state }: Leaving) {
    return openid.authorizationCodeGrant(this.config, new URL(address), { pkceCodeVerifier: verifier, expectedState: state });
  }

  async close(): Promise<void> {
    await this.#house.ask("delete", `/api/provider/clients/${this.id}`);
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get #known(): Registered {
    if (!this.#registered) throw new Error("the application has not joined yet");
    return this.#registered;
  }
}
