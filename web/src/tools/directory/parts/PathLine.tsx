// Where somebody or something stands, from the top down, each step leading there.

import { Fragment } from "react";

import type { PlaceName } from "@/api/directory";
import { Link } from "@/ui";

import { usePlaces } from "./places";

export function PathLine({ path, last }: { path: readonly PlaceName[]; last?: string }) {
  const places = usePlaces();
  const alone = last && last !== path.at(-1)?.name ? last : null;
  return (
    <span>
      {path.map(({ id, name }, rank) => (
        <Fragment key={id}>
          {rank > 0 && " › "}
          <Link href={places.organisation(id)} className="d-step">
            {name}
          </Link>
        </Fragment>
      ))}
      {alone && `${path.length > 0 ? " › " : ""}${alone}`}
    </span>
  );
}
