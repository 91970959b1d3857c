// What applications ask of the account pages by name, in the address that the house gives them (`account_management_uri`;
// Matrix specification, client-server API, "Account management URL", and MSC4191). Nothing is done by following a link.

const places: Readonly<Record<string, "profile" | "list" | "view" | "close">> = {
  profile: "profile",
  devices_list: "list",
  sessions_list: "list",
  device_view: "view",
  session_view: "view",
  device_delete: "close",
  session_end: "close",
};
/** Names of stable and of older specifications differ by what stands before. */
const prefix = /^(?:org\.matrix\.)?/;
/** As the Matrix specification allows them in a scope, with room to spare. */
const longestDevice = 255;

export interface ManagedPlace {
  to: string;
  search: Record<string, string>;
}

/** Where an asked action leads; null when nothing was asked for. What is not known leads to the account. */
export function managedPlace(asked: Record<string, unknown>): ManagedPlace | null {
  if (typeof asked.action !== "string") return null;
  const name = asked.action.replace(prefix, "");
  const place = Object.hasOwn(places, name) ? places[name] : "profile";
  if (place === "profile") return { to: "/account", search: {} };
  // A number in an address is read as one.
  const given = asked.device_id ?? asked.session_id;
  const device = place === "list" || given === undefined || given === null ? "" : String(given);
  if (device === "" || device.length > longestDevice) return { to: "/account/sessions", search: {} };
  return { to: "/account/sessions", search: { device, ...(place === "close" && { dialog: "close-device" }) } };
}
