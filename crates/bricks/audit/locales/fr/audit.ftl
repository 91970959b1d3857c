audit-not_administrator = Le journal est réservé aux administrateurs.
