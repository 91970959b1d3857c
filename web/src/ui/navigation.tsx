// Lets the kit's links change page without knowing which router the application uses.
import { createContext, useContext, type MouseEvent, type ReactNode } from "react";
import { RouterProvider } from "react-aria-components";

export interface Navigation {
  go: (href: string) => void;
  /** Fetches the code of a page that is about to be opened. */
  warm: (href: string) => void;
}

const NavigationContext = createContext<Navigation | null>(null);

export function NavigationProvider({ value, children }: { value: Navigation; children: ReactNode }) {
  return (
    <NavigationContext value={value}>
      <RouterProvider navigate={value.go}>{children}</RouterProvider>
    </NavigationContext>
  );
}

/** Handlers that turn a plain `<a href>` into a step inside the application. */
export function useLinkHandlers(href: string) {
  const navigation = useContext(NavigationContext);
  const ours = navigation !== null && href.startsWith("/") && !href.startsWith("//");

  return {
    onClick(event: MouseEvent<HTMLAnchorElement>) {
      const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
      if (!ours || modified || event.button !== 0 || event.defaultPrevented) return;
      event.preventDefault();
      navigation.go(href);
    },
    onMouseEnter() {
      if (ours) navigation.warm(href);
    },
    onFocus() {
      if (ours) navigation.warm(href);
    },
  };
}
