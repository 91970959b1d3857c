import { expect, it } from "vitest";
import { acts, readScopes } from "./scopes";

it("says together what several scopes ask", () => {
  expect(readScopes(["openid", "given_name", "usual_name", "email", "siret"]).asks).toEqual(["who", "name", "email", "organisation"]);
});

it.each(["urn:matrix:client:device:ABCDEFGHIJ", "urn:matrix:org.matrix.msc2967.client:device:ABCDEFGHIJ"])("reads the device of %s", (scope) => {
  expect(readScopes(["urn:matrix:client:api:*", scope])).toEqual({ asks: ["messages", "device"], device: "ABCDEFGHIJ", others: [] });
});

it("keeps what it has no words for", () => {
  expect(readScopes(["openid", "lasuite_visio:rooms:create"]).others).toEqual(["lasuite_visio:rooms:create"]);
});

it("tells knowing from acting", () => {
  expect([acts("email"), acts("messages")]).toEqual([false, true]);
});
