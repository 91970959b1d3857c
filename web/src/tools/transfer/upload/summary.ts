// Adds up the files of a parcel into what a page shows.

import { secondsLeft } from "./rate";
import { NO_COUNTS, type Refused, type UploadItem, type UploadsSnapshot } from "./snapshot";

export function summary(items: readonly UploadItem[], refused: readonly Refused[]): UploadsSnapshot {
  const counts = { ...NO_COUNTS };
  let size = 0;
  let sent = 0;
  let arrived = 0;
  let toCome = 0;
  let speed: number | null = null;
  for (const item of items) {
    counts[item.state.is] += 1;
    size += item.size;
    sent += Math.min(item.sent, item.size);
    if (item.state.is === "done") arrived += item.size;
    if (["queued", "sending", "retrying", "offline"].includes(item.state.is)) toCome += item.size - item.sent;
    if (item.state.is === "sending" && item.state.perSecond !== null) speed = (speed ?? 0) + item.state.perSecond;
  }
  return {
    items,
    refused: [...refused],
    size,
    sent,
    arrived,
    counts,
    perSecond: speed,
    secondsLeft: secondsLeft(toCome, speed),
    announcement: null,
  };
}
