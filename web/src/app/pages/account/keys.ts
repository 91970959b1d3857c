// Names of the questions these pages share.
export const tokensKey = ["identity", "token"];
