// People of the annuaire, for every tool: finding them, choosing one, showing them.
export { faceOf, photoOf, type Somebody } from "./faces";
export { PersonPicker, type PersonPickerProps } from "./PersonPicker";
export { useFind, useLater, type Found } from "./useFind";
export { usePresence, type MyPresence } from "./usePresence";
export { cardQuery, profileQuery } from "./server";
export { useProposals, type Proposals } from "./useProposals";
