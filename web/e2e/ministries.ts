// Two ministries played by npm `oidc-provider`, each joined to the house for the length of a test file.
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, type APIRequestContext, type Page } from "@playwright/test";

const program = fileURLToPath(new URL("../../interop/ministries/ministry.mjs", import.meta.url));
const clientSecret = "le-secret-du-ministere-et-de-la-maison";

/** Of every agent of these ministries. */
export const ministryPassword = "ministere";

export interface Told {
  name: string;
  domain: string;
}

/** A provider of a ministry, and what the house calls it. */
export class Ministry {
  readonly name: string;
  readonly domain: string;
  readonly issuer: string;
  /** Given by the house once it knows the provider. */
  id = "";
  readonly #process: ChildProcess;

  private constructor({ name, domain }: Told, issuer: string, process: ChildProcess) {
    this.name = name;
    this.domain = domain;
    this.issuer = issuer;
    this.#process = process;
  }

  static async open(told: Told): Promise<Ministry> {
    const child = spawn(process.execPath, [program, "--port", "0", "--name", told.name, "--domain", told.domain], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      const { issuer } = JSON.parse(line) as { issuer: string };
      return new Ministry(told, issuer, child);
    }
    throw new Error(`${told.name} did not open`);
  }

  /** What the form of the house asks of a provider. */
  get client() {
    return { client_id: "sacados", client_auth: "client_secret_post" as const, client_secret: clientSecret };
  }

  /** Joins it to the house, as an administrator does. */
  async join(house: House, arrivals: "create" | "invitation" = "create"): Promise<this> {
    const { organisations } = (await house.ask("get", "/api/directory/organisations")) as { organisations: { id: string }[] };
    const provider = (await house.ask("post", "/api/hub/providers", {
      name: this.name,
      issuer: this.issuer,
      ...this.client,
      domains: [this.domain],
      arrivals,
      organisation: organisations[0]?.id ?? null,
    })) as Joined;
    await this.hear(provider);
    return this;
  }

  /** The ministry writes down where the house's browsers come back to. */
  async hear(provider: Joined): Promise<void> {
    this.id = provider.id;
    await this.#command("clients", {
      client_id: this.client.client_id,
      redirect_uris: [provider.redirect_uri],
      backchannel_logout_uri: provider.backchannel_logout_uri,
      post_logout_redirect_uris: [provider.post_logout_redirect_uri],
    });
  }

  /** Ends somebody's sessions there; the ministry tells the house itself. */
  async signOut(login: string): Promise<number> {
    const { ended } = (await this.#command("sign-outs", { login })) as { ended: number };
    return ended;
  }

  close(): void {
    this.#process.kill();
  }

  async #command(name: string, body: object): Promise<unknown> {
    const answer = await fetch(`${this.issuer}/_ministry/${name}`, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return answer.json();
  }
}

export interface Joined {
  id: string;
  redirect_uri: string;
  backchannel_logout_uri: string;
  post_logout_redirect_uri: string;
}

/** The house, as its administrator asks it. */
export class House {
  readonly #request: APIRequestContext;
  readonly #url: string;

  constructor(request: APIRequestContext, url: string) {
    this.#request = request;
    this.#url = url;
  }

  async enter(): Promise<this> {
    const { persons } = (await this.ask("get", "/api/identity/sample/persons")) as { persons: { id: string; name: string }[] };
    await this.ask("post", "/api/identity/sample/sessions", { person: persons.find(({ name }) => name === "Hélène Marchetti")?.id });
    return this;
  }

  async ask(method: "get" | "post" | "patch" | "delete", path: string, data?: unknown): Promise<unknown> {
    const answer = await this.#request[method](path, { data, headers: { Origin: this.#url } });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    const text = await answer.text();
    return text ? (JSON.parse(text) as unknown) : null;
  }
}

/** Signs in on the ministry's own page, where the browser is now. */
export async function signInThere(page: Page, ministry: Ministry): Promise<void> {
  await expect(page.getByRole("heading", { name: ministry.name })).toBeVisible();
  await page.getByLabel("Mot de passe").fill(ministryPassword);
  await page.getByRole("button", { name: "Se connecter" }).click();
}

/** From the door to the ministry's own page. */
export async function goToMinistry(page: Page, address: string, ministry: Ministry): Promise<void> {
  await page.getByLabel("Votre adresse professionnelle").fill(address);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `Vous allez vous connecter avec «\u00a0${ministry.name}\u00a0».` })).toBeVisible();
  await page.getByRole("button", { name: "Continuer vers mon ministère" }).click();
}
