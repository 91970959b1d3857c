import { expect, it } from "vitest";
import { mailPage } from "./mailPage";

const html = '<html><head><style>.a{color:red}</style></head><body style="margin:0"><p class="a" style="color:blue">Votre code</p><p>fin</p></body></html>';

it("moves inline styles into one sheet that carries the nonce", () => {
  const page = new DOMParser().parseFromString(mailPage(html, "N0"), "text/html");
  expect(page.querySelector("[style]")).toBeNull();
  expect([...page.querySelectorAll("style")].map((sheet) => sheet.getAttribute("nonce"))).toEqual(["N0", "N0"]);
  expect(page.querySelector("style:last-of-type")?.textContent).toContain("color:blue");
  expect(page.querySelector("p")?.classList.contains("a")).toBe(true);
});

it("sends links out of the frame", () => {
  const page = new DOMParser().parseFromString(mailPage(html, "N0"), "text/html");
  expect(page.querySelector("base")?.getAttribute("target")).toBe("_blank");
});
