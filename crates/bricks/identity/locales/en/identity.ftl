identity-wrong_credentials = The address and the password do not go together. Check them, or receive a code by e-mail.
identity-too_many_tries = { $minutes ->
    [one] Too many tries for this address. Try again in a minute, or receive a code by e-mail.
   *[other] Too many tries for this address. Try again in { $minutes } minutes, or receive a code by e-mail.
}
identity-code_just_sent = { $seconds ->
    [one] A code has just left for this address. Wait a second before you ask for another.
   *[other] A code has just left for this address. Wait { $seconds } seconds before you ask for another.
}
identity-too_many_codes = { $minutes ->
    [one] This address has received many codes. Ask for the next one in a minute, or come in with your password.
   *[other] This address has received many codes. Ask for the next one in { $minutes } minutes, or come in with your password.
}
identity-many_codes_asked = { $minutes ->
    [one] Many codes are being asked for right now. Try again in a minute, or come in with your password.
   *[other] Many codes are being asked for right now. Try again in { $minutes } minutes, or come in with your password.
}
identity-wrong_code = { $tries_left ->
    [0] This is not the right code, and no try is left. Ask for a new one.
    [one] This is not the right code. You have one try left.
   *[other] This is not the right code. You have { $tries_left } tries left.
}
identity-code_expired = This code opens nothing any more. Ask for a new one.
identity-disabled = This person’s access is suspended. Ask those who administer your service.
identity-wrong_password = This is not your present password.
identity-password_too_short = Choose at least { $least } characters. A short sentence does very well.
identity-password_too_long = This password is too long: { $most } bytes at most.
identity-password_is_you = This password is your name or your address. Choose one that nobody guesses.
identity-password_too_common = This password is one of those that are tried first. A short sentence of your own does better.
identity-bad_name = A name is one line, of a hundred characters at most.
identity-bad_address = This does not look like an e-mail address.
identity-address_taken = Somebody has this address already.
identity-no_such_person = This person does not exist here.
identity-own_account = This is your own account. Change it under “My account”, or ask somebody else who administers the platform.
identity-no_such_session = This session does not exist, or is closed already.
identity-no_such_token = This access token does not exist, or is withdrawn already.
identity-bad_scopes = Choose at least one tool that the access token opens.
identity-bad_days = An access token lives between one day and { $most } days.
identity-too_many_tokens = You have { $most } access tokens already. Withdraw those that are no longer used.
identity-not_by_token = An access token manages no passwords, sessions or tokens. Sign in yourself.
identity-busy = Many people are signing in right now. Try again in a few seconds.
identity-identity_taken = This account is already linked to another person. Nothing has changed; ask your administration for help.
identity-no_such_identity = This account is not linked to yours.
identity-wrong_second_factor = { $tries_left ->
    [0] This is not the right code, and no try is left. Sign in again from the beginning.
    [one] This is not the right code, or it was used already. You have one try left.
   *[other] This is not the right code, or it was used already. You have { $tries_left } tries left.
}
identity-second_factor_expired = This sign-in waited too long, or began in another browser. Begin again.
identity-too_many_factor_tries = { $minutes ->
    [one] Too many tries. Try again in a minute, or come in with a passkey.
   *[other] Too many tries. Try again in { $minutes } minutes, or come in with a passkey.
}
identity-no_totp_begun = No code application waits to be confirmed. Set it up again.
identity-wrong_totp = This is not the code that the application should show. Wait for the next one, and check the telephone’s clock.
identity-no_totp = No code application is set up.
identity-wrong_recovery_code = This address and this recovery code do not go together, or the code was used already. Check them.
identity-not_confirmed = This does not confirm that it is you. Check what you typed, or choose another way.
identity-bad_confirmation = Confirm in one way at a time.
identity-wrong_passkey = This passkey opens nothing here. Try again, or come in another way.
identity-passkey_expired = The passkey was asked for too long ago. Try again.
identity-passkey_taken = This passkey is registered already.
identity-no_such_passkey = This passkey does not exist, or is deleted already.
identity-too_many_passkeys = You have { $most } passkeys already. Delete those that are no longer used.
identity-no_passkeys_here = Passkeys need a domain name, which this address does not have. Come in another way.
identity-no_such_address = This address is not one of yours.
identity-address_not_proven = Show first that you read this address, by the code that is mailed to it.
identity-main_address = This address is your main one, or the only one you have left. Choose another main one first.
identity-too_many_addresses = You have { $most } addresses already. Remove those that are no longer used.
identity-guests_by_agents_only = Only agents take guests in.
identity-no_guest = This person works here already: they come in with their address, without an invitation.
identity-guest_already = This person is your guest already. Change their last day instead.
identity-no_such_guest = This person is not your guest, or no longer. Invite them again.
identity-too_many_guests = You have { $most } guests already. End those who no longer come.
identity-guest_over = Your access as a guest is over. Ask the person who took you in to invite you again.
identity-bad_reason = Say in a sentence why this person is invited, in { $most } characters at most.
identity-bad_last_day = Choose a last day from today on, { $most } days from now at most.
identity-not_administrator = Only those who administer the platform can do this.
identity-too_many_invitations = You sent { $most } invitations in a day. Go on tomorrow.
identity-no_such_invitation = This invitation does not exist, or opens nothing any more.
identity-invitation_over = This invitation opens nothing any more. Ask the person who invited you for another, or sign in.
identity-has_password = You can come in here already. Leave the password empty; you may change it afterwards in your account.
identity-come_by_provider = People of your ministry sign in by “{ $name }”. Go back to the sign-in page, type your address at this ministry, and choose it.
identity-confirm_by_factor = Your account has a passkey or a code application: confirm by it, or by a recovery code. Everything is lost? Ask those who administer the platform to forget them.
identity-ministry_address = Your account is linked to “{ $name }”, which wants your main address to be one of its own. Keep it as the main one; the others lead to your account too.

# What letters about the account say.
identity-changed_passkey_added = A passkey was added to your account.
identity-changed_passkey_removed = A passkey was removed from your account.
identity-changed_totp_enabled = A code application was set up for your account.
identity-changed_totp_disabled = The code application of your account was removed.
identity-changed_recovery_codes = New recovery codes were made for your account. Those before open nothing any more.
identity-changed_factors_forgotten = The administration removed the code application, the passkeys and the recovery codes from your account.
identity-changed_password = The password of your account was changed, and your other devices were signed out.
identity-changed_token = An access token was made in your account: a program may act in your name.
identity-changed_application_password = An application password was made in your account: a program may act in your name.
identity-changed_address_added = The address { $address } was added to your account and can open it.
identity-changed_address_removed = The address { $address } was removed from your account and no longer opens it.
identity-changed_main_address = The main address of your account is now { $address }.
identity-changed_identity_linked = An account at { $host } was linked to yours and can open it.
identity-changed_identity_unlinked = The account at { $host } is no longer linked to yours and no longer opens it.
