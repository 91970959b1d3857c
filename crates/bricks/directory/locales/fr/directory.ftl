directory-bad_name = Une organisation a besoin d’un nom, de 200 caractères au plus.
directory-bad_domain = « { $domain } » n’est pas un domaine de messagerie.
directory-domain_taken = Le domaine { $domain } appartient déjà à une organisation.
directory-no_such_organisation = Cette organisation n’existe pas.
