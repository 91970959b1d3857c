sign_in = Connectez-vous pour continuer.
internal = Quelque chose n’a pas marché de notre côté. Rien n’est perdu ; réessayez dans un instant.
web-cross_site = Cette demande vient d’une autre page que les nôtres. Rechargez la page et recommencez.
web-token_elsewhere = Ce jeton d’accès n’ouvre pas cet outil. Créez-en un qui le permet, dans Mon compte.
web-not_json = Cette demande doit être du JSON (Content-Type: application/json).
web-bad_json = La demande n’a pas la forme attendue (à « { $at } »).
web-bad_query = L’adresse de la demande n’a pas la forme attendue.
web-body_too_large = La demande est trop longue.
web-body_cut = La demande est arrivée incomplète. Recommencez.
web-no_such_page = Cette page n’existe pas, ou n’est pas pour vous.
web-wrong_method = Cette adresse ne connaît pas ce geste.
web-too_many_requests = { $seconds ->
    [one] Trop de demandes à la fois. Réessayez dans une seconde.
   *[other] Trop de demandes à la fois. Réessayez dans { $seconds } secondes.
}
web-too_slow = La demande a mis trop de temps. Réessayez.
web-too_many_streams = Vous avez plus de { $most } pages ouvertes à la fois. Fermez-en quelques-unes.
web-unknown_host = Ce service ne répond pas sous ce nom. Vérifiez l’adresse.
confirm = Pour ce geste, montrez encore une fois que c’est bien vous.
web-not_by_token = Un programme ne peut pas faire ce geste : faites-le vous-même, dans le navigateur.
