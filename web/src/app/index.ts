// What the shell offers to tools.
export { useDialog, useSearchParam, type DialogAddress } from "./address";
export { useBrand } from "./brands";
export { HomeList, ShortRow, WaitRow } from "./home";
export { PageHead, usePageTitle } from "./PageHead";
export { defineTool, type HomeProps, type Page, type ToolRegistration } from "./registry";
export { useSay } from "./say";
export { isAdministrator, useHouse, useMaybeMe, useMe } from "./session";
export { TroubleState } from "./TroubleState";
