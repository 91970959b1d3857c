// Name of the question these parts share.
export const invitationsKey = ["identity", "invitation"];
