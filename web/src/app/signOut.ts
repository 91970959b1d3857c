// The way out: of this house, then of the ministry that let one in.
import { api, take } from "@/api/client";

/** Signs out here. Gives the place where the browser signs out of its ministry too and comes back to /sign-out, or nothing. */
export async function signOut(): Promise<string | null> {
  const signedOut = await take(api.DELETE("/api/identity/sessions/{id}", { params: { path: { id: "current" } } }));
  return signedOut?.way_out.url ?? null;
}
