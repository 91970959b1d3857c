// Bones with the geometry of the list to come. They show themselves only after 300 ms.
import { useTranslation } from "react-i18next";

const widths = ["62%", "48%", "70%", "40%", "56%"];

export function SkeletonRows({ rows = 5, lead = true }: { rows?: number; lead?: boolean }) {
  const { t } = useTranslation("ui");
  return (
    <div className="late" role="status">
      <span className="heard">{t("loading")}</span>
      <ul className="rows" aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          <li key={row}>
            {lead && <span className="bone round" />}
            <span className="grow flow g2">
              <span className="bone" style={{ width: widths[row % widths.length] }} />
              <span className="bone thin" style={{ width: widths[(row + 3) % widths.length] }} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Bone({ width = "100%" }: { width?: string }) {
  return <span className="bone late" aria-hidden="true" style={{ width }} />;
}
