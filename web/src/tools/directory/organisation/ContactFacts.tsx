// How an organisation is reached, and since when it is.

import { useTranslation } from "react-i18next";

import type { OrganisationCard } from "@/api/directory";
import { useFormat } from "@/i18n/format";
import { Link } from "@/ui";

import { digits } from "../model/vcard";

export function ContactFacts({ organisation }: { organisation: OrganisationCard }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const { telephone, mail, address, site } = organisation.contacts;
  const { siret, since } = organisation;
  if (![telephone, mail, address, site, siret, since].some(Boolean)) return null;

  return (
    <section aria-labelledby="contacts-here">
      <h2 className="group d-part" id="contacts-here">
        {t("organisation.contacts")}
      </h2>
      <dl className="facts">
        {telephone && (
          <>
            <dt>{t("facts.telephone")}</dt>
            <dd>
              <Link href={`tel:${digits(telephone)}`} className="num">
                {telephone}
              </Link>
            </dd>
          </>
        )}
        {mail && (
          <>
            <dt>{t("facts.mail")}</dt>
            <dd>
              <Link href={`mailto:${mail}`} className="d-mail">
                {mail}
              </Link>
            </dd>
          </>
        )}
        {site && (
          <>
            <dt>{t("facts.site")}</dt>
            <dd>
              {/^https?:\/\//u.test(site) ? (
                <Link href={site} target="_blank" rel="noreferrer" className="d-mail">
                  {site.replace(/^https?:\/\//u, "")}
                </Link>
              ) : (
                site
              )}
            </dd>
          </>
        )}
        {address && (
          <>
            <dt>{t("facts.address")}</dt>
            <dd className="d-lines">{address}</dd>
          </>
        )}
        {siret && (
          <>
            <dt>{t("facts.siret")}</dt>
            <dd className="num">{siret}</dd>
          </>
        )}
        {since && (
          <>
            <dt>{t("facts.since")}</dt>
            <dd>{format.day(since)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
