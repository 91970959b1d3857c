// The first day: whoever arrives takes a passkey, and comes in with nothing else from then on.
import { expect, expectAccessible, expectEverywhere, test } from "./fixtures";
import { goToMinistry, House, Ministry, signInThere } from "./ministries";
import { Authenticator, letterTo, putCodesAway } from "./proofs";
import { freshAddress } from "./transfer.steps";

const inside = { level: 1, name: /^(Bonjour|Bonsoir)/ } as const;

test("an invited agent chooses a passkey, makes it on arrival, and enters by it the next time", async ({ browser, page, signIn, baseURL }) => {
  const address = `arrivee.${Date.now()}@ecologie.exemple.fr`;
  await signIn();
  await page.goto("/admin/invitations?dialog=invite");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Son adresse professionnelle").fill(address);
  await dialog.getByLabel("Son nom").fill("Camille Arrivée");
  await dialog.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: address })).toBeVisible();
  const link = new URL(/https?:\/\/\S+\/invitation\/[\w-]+/.exec(await letterTo(page.request, address))?.[0] ?? "about:blank");

  const elsewhere = await browser.newContext({ baseURL, locale: "fr-FR", reducedMotion: "reduce" });
  const agent = await elsewhere.newPage();
  const device = await Authenticator.in(agent);
  await agent.goto(link.pathname);
  await agent.getByRole("radio", { name: /^Une clé d’accès/ }).check();
  await expect(agent.getByLabel("Nouveau mot de passe")).toHaveCount(0);
  await expectEverywhere(agent);
  await agent.getByRole("button", { name: "Accepter et entrer" }).click();

  // The key is proposed at once; ten codes for the bad day come with the first one.
  await expect(agent).toHaveURL(/\/account\/security\?dialog=passkey$/);
  await expect(agent.getByLabel("Nom de la clé")).toBeVisible();
  await expectEverywhere(agent);
  await agent.getByLabel("Nom de la clé").fill("Poste du premier jour");
  await agent.getByRole("button", { name: "Continuer avec l’appareil" }).click();
  await expect(agent.getByRole("dialog").getByRole("list", { name: "Codes de secours" }).getByRole("listitem")).toHaveCount(10);
  await expectAccessible(agent);
  await putCodesAway(agent);
  await expect(agent.getByRole("listitem").filter({ hasText: "Poste du premier jour" })).toContainText("jamais utilisée");

  // The next day: the key, and nothing typed.
  await device.willing(false);
  await elsewhere.clearCookies();
  await agent.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
  await agent.goto("/sign-in");
  await device.willing(true);
  await agent.getByRole("button", { name: /^Clé d’accès/ }).click();
  await expect(agent.getByRole("heading", { ...inside, name: /^(Bonjour|Bonsoir) Camille/ })).toBeVisible();
  await expect(agent.locator(".session")).toContainText("Entrée par clé d’accès");
  await elsewhere.close();
});

test("an agent who arrives by their ministry adds a passkey, and enters by it when the ministry is out of reach", async ({ page, playwright, baseURL, forgive }) => {
  test.setTimeout(120_000);
  // A ministry of a test has no icon to show in a tab.
  forgive(404);
  const house = await new House(await playwright.request.newContext({ baseURL }), baseURL ?? "").enter();
  const ministry = await (await Ministry.open({ name: "Ministère des Arrivées", domain: `arrivees-${Date.now().toString(36)}.exemple.fr` })).join(house);
  const device = await Authenticator.in(page);
  try {
    const address = freshAddress("").replace("@", "").replace("e2e-", "lou.e2e-") + `@${ministry.domain}`;
    await page.goto("/sign-in");
    await goToMinistry(page, address, ministry);
    await signInThere(page, ministry);
    await page.getByRole("button", { name: "C’est ma première fois ici" }).click();
    await expect(page.getByRole("heading", inside)).toBeVisible();

    await page.goto("/account/security?dialog=passkey");
    await page.getByLabel("Nom de la clé").fill("Poste du ministère");
    await page.getByRole("button", { name: "Continuer avec l’appareil" }).click();
    await putCodesAway(page);
    await expect(page.getByRole("listitem").filter({ hasText: "Poste du ministère" })).toContainText("jamais utilisée");

    ministry.close();
    await device.willing(false);
    await page.context().clearCookies();
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    });
    await page.goto("/sign-in");
    await device.willing(true);
    await page.getByRole("button", { name: /^Clé d’accès/ }).click();
    await expect(page.getByRole("heading", inside)).toBeVisible();
    await expect(page.locator(".session")).toContainText("Entrée par clé d’accès");
  } finally {
    ministry.close();
    await house.ask("delete", `/api/hub/providers/${ministry.id}`);
  }
});
