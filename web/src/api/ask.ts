import { api, take } from "./client";

type Loose = (path: string, options?: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
const loose = api as unknown as Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", Loose>;

export const ask = {
  GET: <T>(path: string, options?: object) => take<T>(loose.GET(path, options) as never),
  POST: <T>(path: string, options?: object) => take<T>(loose.POST(path, options) as never),
  PUT: <T>(path: string, options?: object) => take<T>(loose.PUT(path, options) as never),
  PATCH: <T>(path: string, options?: object) => take<T>(loose.PATCH(path, options) as never),
  DELETE: <T>(path: string, options?: object) => take<T>(loose.DELETE(path, options) as never),
};
