// How the page of the kit presents a part.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function Part({ id, children }: { id: string; children: ReactNode }) {
  const { t } = useTranslation("kit");
  return (
    <section aria-labelledby={id}>
      <h2 className="title-2" id={id}>
        {t(`parts.${id}`)}
      </h2>
      {children}
    </section>
  );
}

export function Shown({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation("kit");
  return (
    <figure>
      <figcaption className="tiny">{t(`names.${name}`)}</figcaption>
      {children}
    </figure>
  );
}
