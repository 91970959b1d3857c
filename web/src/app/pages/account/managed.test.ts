import { expect, test } from "vitest";
import { managedPlace } from "./managed";

test.each([
  ["org.matrix.profile", "/account", {}],
  ["profile", "/account", {}],
  ["org.matrix.devices_list", "/account/sessions", {}],
  ["org.matrix.sessions_list", "/account/sessions", {}],
  ["org.matrix.device_view", "/account/sessions", { device: "ABCDEFGHIJ" }],
  ["org.matrix.session_view", "/account/sessions", { device: "ABCDEFGHIJ" }],
  ["org.matrix.device_delete", "/account/sessions", { device: "ABCDEFGHIJ", dialog: "close-device" }],
  ["session_end", "/account/sessions", { device: "ABCDEFGHIJ", dialog: "close-device" }],
  ["org.matrix.account_deactivate", "/account", {}],
  ["constructor", "/account", {}],
])("%s leads to %s", (action, to, search) => {
  expect(managedPlace({ action, device_id: "ABCDEFGHIJ" })).toEqual({ to, search });
});

test("without a device, or with one that cannot be, the list is shown", () => {
  for (const device_id of [undefined, null, "", "A".repeat(256)]) expect(managedPlace({ action: "org.matrix.device_delete", device_id })).toEqual({ to: "/account/sessions", search: {} });
});

test("a device of figures is still a name", () => {
  expect(managedPlace({ action: "device_view", device_id: 1234567890 })?.search).toEqual({ device: "1234567890" });
});

test("nothing asked leads nowhere", () => {
  expect(managedPlace({})).toBeNull();
  expect(managedPlace({ action: 3 })).toBeNull();
});
