import { afterEach, describe, expect, it, vi } from "vitest";
import { api, speak, take, whenSignedOut } from "./client";
import { problemOf, ProblemError } from "./problem";

function answer(status: number, body: unknown, type = "application/json") {
  return vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(JSON.stringify(body), { status, headers: { "content-type": type } }));
}

afterEach(() => speak("fr"));

describe("take", () => {
  it("gives the body of a good answer", async () => {
    answer(200, { mails: [] });
    await expect(take(api.GET("/api/house/mails"))).resolves.toEqual({ mails: [] });
  });

  it("throws the server's problem, with its code, sentence and parameters", async () => {
    answer(429, { code: "identity.too_many_tries", detail: "Attendez 2 min.", params: { seconds: 120 }, request_id: "7F2" }, "application/problem+json");
    const error = await take(api.GET("/api/house/mails")).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 429, code: "identity.too_many_tries", detail: "Attendez 2 min.", params: { seconds: 120 }, requestId: "7F2" });
  });

  it("keeps the status of an answer that is no problem document", async () => {
    answer(502, "<html>", "text/html");
    await expect(take(api.GET("/api/house/mails"))).rejects.toMatchObject({ status: 502, code: "http.502" });
  });

  it("tells when nothing came back", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("failed"));
    await expect(take(api.GET("/api/house/mails"))).rejects.toMatchObject({ unreachable: true });
  });

  it("asks in the person's language", async () => {
    const asked = answer(200, { mails: [] });
    speak("en");
    await take(api.GET("/api/house/mails"));
    const request = asked.mock.calls[0]?.[0];
    expect(request instanceof Request && request.headers.get("accept-language")).toBe("en");
  });

  it("sends to the door only when the session is gone, not for a wrong password", async () => {
    const out = vi.fn();
    whenSignedOut(out);
    answer(401, { code: "identity.wrong_credentials" }, "application/problem+json");
    await take(api.GET("/api/house/mails")).catch(() => undefined);
    expect(out).not.toHaveBeenCalled();

    answer(401, { code: "sign_in" }, "application/problem+json");
    await take(api.GET("/api/house/mails")).catch(() => undefined);
    expect(out).toHaveBeenCalledOnce();
  });
});

it("gives any error a code", () => {
  expect(problemOf(new TypeError("failed")).unreachable).toBe(true);
  expect(problemOf(new Error("?")).code).toBe("web.unexpected");
});
