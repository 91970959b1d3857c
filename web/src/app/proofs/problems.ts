// What may happen between the browser and a passkey, told apart.

/** The person closed the browser's window, or waited too long: nothing to reproach anybody. */
export class PasskeyAbandoned extends Error {
  override readonly name = "PasskeyAbandoned";
}

/** The device holds a passkey of this account already. */
export class PasskeyThere extends Error {
  override readonly name = "PasskeyThere";
}
