// Names of the questions these pages share.
export const providersKey = ["hub", "provider"];
