// What one may leave out of a request. The schema lists a field with a default as if it were always there.
import type { paths } from "./schema";

type Nullable<B> = { [K in keyof B]-?: null extends B[K] ? K : never }[keyof B];

// An object of free shape is written in the schema as one that holds nothing.
type Free<T> = T extends Record<string, never> ? Record<string, unknown> : T;
type Freed<B> = { [K in keyof B]: Free<B[K]> };

/** The server reads a field that may be null, and is missing, as null. */
export type Asked<B> = B extends object ? Freed<Omit<B, Nullable<B>> & Partial<Pick<B, Nullable<B>>>> : B;

type Operation<O> = O extends { requestBody: { content: { "application/json": infer B } } }
  ? Omit<O, "requestBody"> & { requestBody: { content: { "application/json": Asked<B> } } }
  : O;

/** The addresses of the server, as a client may call them. */
export type Addresses = { [P in keyof paths]: { [M in keyof paths[P]]: Operation<paths[P][M]> } };
