// A link that is text; ButtonLink is a link that looks like a button.
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import { buttonClass, type ButtonLook } from "./Button";
import { Icon, type IconGlyph } from "./Icon";
import { join } from "./join";
import { useLinkHandlers } from "./navigation";

export interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href" | "onClick"> {
  href: string;
  /** Without the underline and colour: for rows, brands and navigation. */
  bare?: boolean;
  onFollow?: () => void;
  ref?: Ref<HTMLAnchorElement>;
}

export function Link({ href, bare = false, className, children, onFollow, ...rest }: LinkProps) {
  const handlers = useLinkHandlers(href);
  return (
    <a
      {...rest}
      {...(rest.target || rest.download !== undefined ? {} : handlers)}
      href={href}
      className={join(!bare && "link", className)}
      onClick={(event) => {
        onFollow?.();
        if (!rest.target && rest.download === undefined) handlers.onClick(event);
      }}
    >
      {children}
    </a>
  );
}

export interface ButtonLinkProps extends Omit<LinkProps, "bare" | "children">, ButtonLook {
  icon?: IconGlyph;
  children: ReactNode;
}

export function ButtonLink({ kind, size, wide, icon, children, className, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} bare className={join(buttonClass({ kind, size, wide }), className)}>
      {icon && <Icon of={icon} size={size === "s" ? "s" : undefined} />}
      {children}
    </Link>
  );
}
