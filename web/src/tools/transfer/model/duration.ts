// Seconds as they are spoken: "15 s", "3 min", "1 h 20". Rounded, because an estimate to the second lies.

export function spokenDuration(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.ceil(seconds))}\u00a0s`;
  if (seconds < 57.5) return `${Math.round(seconds / 5) * 5}\u00a0s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);

  const rest = minutes % 60;
  return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${String(rest).padStart(2, "0")}`;
}
