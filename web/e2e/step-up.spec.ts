// A grave gesture asks for more than the session has shown: really refused by the house, confirmed, and done at the very place.
// The journeys' house is a strict one (`transfer.confirm_external`): what leaves the administration is confirmed first.
import { expect, expectEverywhere, samplePassword, test, type SamplePerson } from "./fixtures";
import { totp } from "./proofs";
import { choose, folderWith, freshAddress, newParcel, someBytes, writeTo } from "./transfer.steps";

test("sending outside is confirmed by the second factor that one has since, and the parcel leaves from where it was", async ({ page, signIn, browser, baseURL, forgive }, info) => {
  test.setTimeout(120_000);
  forgive(401, 403);
  // The second factor stays theirs if this fails halfway: a second try needs somebody else.
  const named = (person: SamplePerson) => person.name === (info.retry === 0 ? "Zoé Lambert" : "Yann Le Goff");
  const person = await signIn(named);
  await page.context().clearCookies();
  const headers = { Origin: baseURL ?? "" };
  const byPassword = { data: { address: person.address, password: samplePassword }, headers };
  expect((await page.request.post("/api/identity/sessions", byPassword)).status()).toBe(201);

  const outside = freshAddress("arpege.example.org");
  const folder = folderWith("step-up", { "Marché.pdf": someBytes(50_000, "marche") });
  await newParcel(page);
  await choose(page, `${folder}/Marché.pdf`);
  await writeTo(page, outside);
  await page.getByLabel("Objet").fill("Marché à signer");
  await expect(page.getByText(/Brouillon gardé à/)).toBeVisible();
  await expect(page.getByText("Reçu", { exact: true })).toBeVisible();
  const place = page.url();

  // Meanwhile they set up an application of codes, on another machine: what this session showed is not enough any more.
  const desk = await browser.newContext({ baseURL });
  expect((await desk.request.post("/api/identity/sessions", byPassword)).status()).toBe(201);
  const { secret } = (await (await desk.request.post("/api/identity/totp", { data: {}, headers })).json()) as { secret: string };
  expect((await desk.request.put("/api/identity/totp", { data: { code: totp(secret, -1) }, headers })).status()).toBe(200);

  await page.getByRole("button", { name: /^Envoyer/ }).click();
  const again = page.getByRole("dialog", { name: /Est-ce toujours vous/ });
  await expect(again).toBeVisible();
  await expectEverywhere(page);
  await page.keyboard.press("Escape");
  await expect(again).toBeHidden();
  expect(page.url(), "still at the very place").toBe(place);
  const { state } = (await (await page.request.get(`/api/transfer/parcels/${parcelOf(place)}`)).json()) as { state: string };
  expect(state, "nothing has left").toBe("draft");

  await page.getByRole("button", { name: /^Envoyer/ }).click();
  await again.getByLabel(/Code de/).fill("000000");
  await page.keyboard.press("Enter");
  await expect(again.getByRole("alert")).not.toBeEmpty();
  await again.getByLabel(/Code de/).fill(totp(secret));
  await page.keyboard.press("Enter");
  await expect(again).toBeHidden();
  await expect(page.getByText("jamais ouvert", { exact: true })).toBeVisible({ timeout: 15_000 });
  await expect(page).toHaveURL(new RegExp(parcelOf(place)));

  // As they were: other journeys may enter as them.
  expect((await page.request.delete("/api/identity/totp", { headers })).status()).toBe(204);
  await desk.close();
});

function parcelOf(url: string): string {
  return /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(url)?.[0] ?? "no parcel in the address";
}
