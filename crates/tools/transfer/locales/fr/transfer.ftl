transfer-no_such_parcel = Cet envoi n’existe pas, ou n’est pas pour vous.
transfer-no_such_file = Ce fichier n’existe pas, ou n’est plus dans l’envoi.
transfer-no_such_recipient = Cette personne n’est pas destinataire de l’envoi.
transfer-not_a_draft = L’envoi est déjà parti : il ne peut plus changer ainsi.
transfer-not_sent = L’envoi n’est pas parti, ou il est terminé.
transfer-changed = L’envoi vient d’être modifié ailleurs. Relisez-le, puis envoyez-le de nouveau.
transfer-over = Cet envoi est terminé : ses fichiers ne sont plus là. Demandez un nouvel envoi à la personne qui vous l’a adressé.
transfer-title_too_long = Un titre compte { $most } caractères au plus.
transfer-message_too_long = Un message compte { $most } caractères au plus.
transfer-bad_address = « { $address } » n’est pas une adresse électronique.
transfer-no_recipient = Ajoutez au moins une adresse avant d’envoyer.
transfer-too_many_recipients = { $most ->
    [one] Un envoi a un seul destinataire.
   *[other] Un envoi a { $most } destinataires au plus.
}
transfer-no_such_team = Cette équipe n’existe pas, ou vous n’en faites pas partie.
transfer-too_many_teams = Un envoi va à { $most } équipes au plus.
transfer-team_gone = L’équipe « { $name } » n’existe plus, ou vous n’en faites plus partie : retirez-la, puis envoyez de nouveau.
transfer-empty_team = Il n’y a personne d’autre que vous dans l’équipe « { $name } ». Ajoutez un destinataire.
transfer-not_in_team = { $address } ne fait plus partie de l’équipe à qui l’envoi est adressé.
transfer-left_team = Cet envoi est adressé à une équipe dont vous ne faites plus partie. Demandez à la personne qui l’a envoyé de l’adresser à votre nom.
transfer-agents_only = Vous pouvez écrire à des agents de l’État seulement : { $address } n’en est pas.
transfer-not_yourself = { $address } est votre propre adresse : un envoi va à d’autres que vous.
transfer-sender_unknown = Votre compte ne permet pas d’envoyer. Adressez-vous à l’administration de votre service.
transfer-no_file = Ajoutez au moins un fichier avant d’envoyer.
transfer-ends_too_soon = Choisissez une date de fin à partir du { $first }.
transfer-ends_too_late = { $days ->
    [one] Choisissez une date de fin jusqu’au { $last } : un envoi se garde un jour au plus.
   *[other] Choisissez une date de fin jusqu’au { $last } : un envoi se garde { $days } jours au plus.
}
transfer-bad_name = Le nom « { $name } » ne peut pas être repris tel quel. Renommez le fichier, puis ajoutez-le de nouveau.
transfer-file_too_large = Ce fichier dépasse { $figure } { $unit }o, le plus qu’un fichier puisse peser.
transfer-parcel_too_large = Avec ce fichier, l’envoi dépasserait { $figure } { $unit }o. Faites-en deux.
transfer-too_many_files = { $most ->
    [one] Un envoi compte un seul fichier. Rassemblez-les dans une archive, ou faites deux envois.
   *[other] Un envoi compte { $most } fichiers au plus. Rassemblez-les dans une archive, ou faites deux envois.
}
transfer-too_much_unsent = Vos brouillons dépasseraient { $figure } { $unit }o ensemble. Envoyez-en un ou supprimez-en un.
transfer-too_many_drafts = { $most ->
    [one] Vous avez déjà un envoi en préparation. Envoyez-le ou supprimez-le, puis recommencez.
   *[other] Vous avez déjà { $most } envois en préparation. Envoyez-en un ou supprimez un brouillon, puis recommencez.
}
transfer-too_many_sends = { $most ->
    [one] Vous avez fait un envoi en 24 heures, c’est le plus que nous acceptons. Réessayez demain.
   *[other] Vous avez fait { $most } envois en 24 heures, c’est le plus que nous acceptons. Réessayez demain.
}
transfer-bad_cursor = Cette page de la liste n’existe pas. Reprenez depuis le début.
transfer-disk_full = Il n’y a plus de place pour vos fichiers en ce moment. Ce qui est arrivé est gardé ; réessayez plus tard.
transfer-reminded_today = { $address } a déjà reçu un rappel aujourd’hui.
transfer-already_downloaded = { $address } a déjà pris des fichiers : un rappel serait de trop.
transfer-wrong_offset = Le fichier en est à l’octet { $offset }. Reprenez de là.
transfer-beyond_length = Il est arrivé plus d’octets que le fichier n’en a. Ajoutez-le de nouveau.
transfer-checksum_mismatch = Une partie du fichier s’est abîmée en route. Elle est à renvoyer.
transfer-bad_checksum = La somme de contrôle n’a pas la forme attendue.
transfer-bad_upload = Le champ { $field } n’a pas la forme attendue.
transfer-not_an_offset_stream = Les octets d’un fichier s’envoient en application/offset+octet-stream.
transfer-other_tus = Cette adresse parle tus 1.0.0 seulement.
transfer-busy = Ce fichier est en train d’arriver par une autre connexion. Réessayez dans un instant.
transfer-taken_over = L’envoi de ce fichier a repris ailleurs.
transfer-too_slow = Plus rien n’arrivait. Ce qui est arrivé est gardé ; reprenez quand la connexion est meilleure.
transfer-cut = La connexion a été coupée. Ce qui est arrivé est gardé.
