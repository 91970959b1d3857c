// Names of the questions these pages share, and where they all are.
export const accountsKey = ["identity", "account"];
export const accountsHref = "/admin/accounts";
