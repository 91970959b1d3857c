// What a gesture was answered when it was not done, where the gesture was made.
import { problemOf } from "@/api/problem";
import { Notice } from "@/ui";
import { useSay } from "./say";

export function Refused({ by }: { by: unknown }) {
  const say = useSay();
  if (!by) return null;
  // Having changed one's mind is no trouble: said, but not in red.
  return (
    <Notice kind={problemOf(by).code === "confirm" ? "info" : "danger"} alert>
      {say(by)}
    </Notice>
  );
}
