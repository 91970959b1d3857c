// Names of the questions these pages share, and where they all are.
export const clientsKey = ["provider", "client"];
export const clientsHref = "/admin/applications";
