// A square to photograph: dark on light in every theme, or a telephone would not read it.
import { useTranslation } from "react-i18next";
import "./proofs.css";

/** Light modules around the drawing, as readers expect. */
const quiet = 4;

export function QrCode({ size, modules }: { size: number; modules: string }) {
  const { t } = useTranslation("proofs");
  const side = size + 2 * quiet;
  return (
    <svg className="qr" role="img" aria-label={t("qr")} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={drawn(size, modules)} fill="#101818" transform={`translate(${quiet} ${quiet})`} />
    </svg>
  );
}

/** One run of dark modules after another, row by row. */
export function drawn(size: number, modules: string): string {
  let path = "";
  for (let row = 0; row < size; row += 1) {
    const line = modules.slice(row * size, (row + 1) * size);
    for (const run of line.matchAll(/1+/g)) path += `M${run.index} ${row}h${run[0].length}v1h-${run[0].length}z`;
  }
  return path;
}
