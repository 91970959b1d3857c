// Back to the application that asked.

/** Goes there by a full navigation; never runs what an address might hold. */
export function leaveFor(address: string): void {
  const { protocol } = new URL(address, window.location.href);
  if (["javascript:", "data:", "blob:", "vbscript:"].includes(protocol)) throw new Error(`an application asked to come back to ${protocol}`);
  window.location.assign(address);
}
