// Names of the questions these pages share.
export const tokensKey = ["identity", "token"];
export const sessionsKey = ["identity", "session"];
export const addressesKey = ["identity", "address"];
export const guestsKey = ["identity", "guest"];
