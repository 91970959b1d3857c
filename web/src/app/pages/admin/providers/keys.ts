// Names of the questions these pages share, and where they all are.
export const providersKey = ["hub", "provider"];
export const providersHref = "/admin/providers";
