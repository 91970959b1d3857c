directory-agents_only = L’annuaire est réservé aux agents. Si vous en êtes un, connectez-vous par votre ministère.
directory-bad_name = Une organisation a besoin d’un nom, de 200 caractères au plus.
directory-bad_kind = Choisissez la nature de cette organisation : ministère, direction, bureau…
directory-bad_domain = « { $domain } » n’est pas un domaine de messagerie.
directory-domain_taken = Le domaine { $domain } appartient déjà à une organisation : vérifiez-le, ou retirez-le d’abord là-bas.
directory-bad_contact = Vérifiez l’adresse de messagerie et celle du site, qui commence par https://.
directory-bad_siret = Un SIRET a quatorze chiffres : vérifiez-le.
directory-siret_taken = Une autre organisation a déjà ce SIRET : vérifiez-le.
directory-siret_administrators = Seuls les administrateurs fixent le SIRET d’une organisation, puisqu’il décide où l’on travaille : demandez-leur.
directory-domains_administrators = Seuls les administrateurs donnent des domaines de messagerie aux organisations : demandez-leur.
directory-no_such_organisation = Cette organisation n’existe pas.
directory-organisation_closed = Cette organisation est fermée : choisissez-en une autre.
directory-organisation_ending = Cette organisation ferme le { $until } : rien de nouveau ne s’y rattache. Choisissez-en une autre.
directory-circle = Une organisation ne peut pas se trouver sous elle-même : choisissez une autre place.
directory-not_empty = Cette organisation n’est pas vide.{ $organisations ->
    [0] {""}
    [one] {" "}Une organisation ouverte s’y trouve : fermez-la d’abord.
   *[other] {" "}{ $organisations } organisations ouvertes s’y trouvent : fermez-les d’abord.
}{ $people ->
    [0] {""}
    [one] {" "}Une personne y travaille : choisissez où elle va.
   *[other] {" "}{ $people } personnes y travaillent : choisissez où elles vont.
}
directory-bad_days = Ces jours ne se suivent pas : vérifiez-les.
directory-bad_cursor = Cette liste ne continue pas là : revenez à son début.
directory-no_such_person = Cette personne n’est pas dans l’annuaire.
directory-bad_title = Une fonction a besoin d’un intitulé.
directory-no_such_function = Cette fonction n’existe pas ou n’existe plus.
directory-no_such_group = Ce groupe n’existe pas ou n’existe plus.
directory-not_owner = Seuls les responsables de ce groupe le modifient : demandez-leur.
directory-last_owner = Un groupe garde un responsable au moins : nommez-en d’abord un autre.
directory-no_such_suggestion = Cette suggestion n’existe pas, ou il ne vous revient pas d’en décider.
directory-bad_field = Ce champ ne se corrige pas ainsi.
directory-not_correspondent = Seuls les correspondants de cette organisation peuvent le faire : demandez-leur.
directory-not_oneself = On ne se nomme pas soi-même correspondant : demandez à un autre de le faire.
directory-too_long = { $most } caractères au plus : raccourcissez ce texte.
directory-too_many = { $most } au plus : retirez-en.
directory-bad_telephone = Ce numéro de téléphone ne se lit pas : écrivez-le en chiffres, comme 02 99 00 41 17.
directory-bad_absence = Une absence va d’un jour à un autre, pas encore passé, dans les deux ans : vérifiez les dates.
directory-own_deputy = On ne se supplée pas soi-même : choisissez quelqu’un d’autre.
directory-bad_photo = Choisissez une image PNG, JPEG ou WebP de { $mebibytes } Mo au plus.
directory-large_photo = Cette image est trop grande : choisissez-en une de { $megapixels } mégapixels au plus, ou recadrez-la.
directory-no_photo = Il n’y a pas de photo à montrer.
directory-too_many_cards = Vous avez ouvert toutes les fiches permises aujourd’hui. Revenez demain ; s’il vous en faut davantage, demandez à un correspondant de l’annuaire.
directory-too_many_people = L’annuaire vous a montré toutes les personnes permises aujourd’hui. Revenez demain ; s’il vous en faut davantage, demandez à un correspondant de l’annuaire.
directory-too_many_numbers = Vous avez cherché tous les numéros permis aujourd’hui. Revenez demain, ou cherchez par le nom ; s’il vous en faut davantage, demandez à un correspondant de l’annuaire.
directory-no_such_import = Cet import n’existe pas.
directory-bad_file = Ce fichier ne se lit pas ({ $reason }) : vérifiez son format et son en-tête.
directory-too_many_lines = Un import compte { $most } lignes au plus : partagez ce fichier.
directory-import_over = Cet import a déjà été appliqué ou refusé : recommencez avec le fichier.
directory-import_busy = Un import de cette organisation est en cours : attendez qu’il finisse, puis réessayez.
directory-brake = Cet import retirerait, déplacerait ou renommerait { $percent } % de ce qui est là, en comptant ce que des imports ont retiré depuis un jour, plus que les { $limit_percent } % permis. Vérifiez le fichier ; si c’est voulu, acceptez-le expressément.
directory-second_person = Cet import toucherait { $percent } % de ce qui est là, plus de la moitié : un autre correspondant ou un administrateur doit l’appliquer. Demandez-lui de le regarder.
directory-emptied = Cet import ne laisserait personne dans l’organisation : vérifiez le fichier.
directory-index_building = La recherche se prépare : réessayez dans une minute.
