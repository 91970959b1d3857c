// Seconds that remain, and the way to count them again.
import { useEffect, useState } from "react";

export function useCountdown(from: number, begin = from): [number, () => void] {
  const [left, setLeft] = useState(begin);
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, () => setLeft(from)];
}
