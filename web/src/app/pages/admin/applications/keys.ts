// Names of the questions these pages share.
export const clientsKey = ["provider", "client"];
