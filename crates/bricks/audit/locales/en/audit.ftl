audit-not_administrator = The trail is for administrators only.
