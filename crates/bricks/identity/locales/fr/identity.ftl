identity-wrong_credentials = L’adresse et le mot de passe ne vont pas ensemble. Vérifiez-les, ou recevez un code par courriel.
identity-too_many_tries = { $minutes ->
    [one] Trop d’essais pour cette adresse. Réessayez dans une minute, ou recevez un code par courriel.
   *[other] Trop d’essais pour cette adresse. Réessayez dans { $minutes } minutes, ou recevez un code par courriel.
}
identity-code_just_sent = { $seconds ->
    [one] Un code vient de partir vers cette adresse. Attendez une seconde avant d’en demander un autre.
   *[other] Un code vient de partir vers cette adresse. Attendez { $seconds } secondes avant d’en demander un autre.
}
identity-too_many_codes = { $minutes ->
    [one] Cette adresse a reçu beaucoup de codes. Demandez le suivant dans une minute, ou entrez avec votre mot de passe.
   *[other] Cette adresse a reçu beaucoup de codes. Demandez le suivant dans { $minutes } minutes, ou entrez avec votre mot de passe.
}
identity-many_codes_asked = { $minutes ->
    [one] Beaucoup de codes sont demandés en ce moment. Réessayez dans une minute, ou entrez avec votre mot de passe.
   *[other] Beaucoup de codes sont demandés en ce moment. Réessayez dans { $minutes } minutes, ou entrez avec votre mot de passe.
}
identity-wrong_code = { $tries_left ->
    [0] Ce n’est pas le bon code, et il n’y a plus d’essai. Demandez-en un nouveau.
    [one] Ce n’est pas le bon code. Il vous reste un essai.
   *[other] Ce n’est pas le bon code. Il vous reste { $tries_left } essais.
}
identity-code_expired = Ce code n’ouvre plus rien. Demandez-en un nouveau.
identity-disabled = L’accès de cette personne est suspendu. Adressez-vous à l’administration de votre service.
identity-wrong_password = Ce n’est pas votre mot de passe actuel.
identity-password_too_short = Choisissez au moins { $least } caractères. Une petite phrase convient très bien.
identity-password_too_long = Ce mot de passe est trop long : { $most } octets au plus.
identity-password_is_you = Ce mot de passe est votre nom ou votre adresse. Choisissez-en un que personne ne devine.
identity-password_too_common = Ce mot de passe est de ceux que l’on essaie en premier. Une petite phrase à vous convient mieux.
identity-bad_name = Un nom tient sur une ligne, de cent caractères au plus.
identity-bad_address = Cette adresse ne ressemble pas à une adresse de courriel.
identity-address_taken = Quelqu’un a déjà cette adresse.
identity-no_such_person = Cette personne n’existe pas ici.
identity-own_account = C’est votre propre compte. Changez-le dans « Mon compte », ou demandez à une autre personne qui administre la plateforme.
identity-no_such_session = Cette session n’existe pas, ou est déjà fermée.
identity-no_such_token = Ce jeton d’accès n’existe pas, ou est déjà retiré.
identity-bad_scopes = Choisissez au moins un outil que le jeton d’accès ouvre.
identity-bad_days = Un jeton d’accès vit entre un jour et { $most } jours.
identity-too_many_tokens = Vous avez déjà { $most } jetons d’accès. Retirez ceux qui ne servent plus.
identity-not_by_token = Un jeton d’accès ne gère ni mots de passe, ni sessions, ni jetons. Connectez-vous vous-même.
identity-busy = Beaucoup de personnes se connectent en ce moment. Réessayez dans quelques secondes.
identity-identity_taken = Ce compte est déjà relié à une autre personne. Rien n’a changé ; demandez de l’aide à votre administration.
identity-no_such_identity = Ce compte n’est pas relié au vôtre.
identity-wrong_second_factor = { $tries_left ->
    [0] Ce n’est pas le bon code, et il n’y a plus d’essai. Recommencez la connexion.
    [one] Ce n’est pas le bon code, ou il a déjà servi. Il vous reste un essai.
   *[other] Ce n’est pas le bon code, ou il a déjà servi. Il vous reste { $tries_left } essais.
}
identity-second_factor_expired = Cette connexion a trop attendu, ou a commencé dans un autre navigateur. Recommencez-la.
identity-too_many_factor_tries = { $minutes ->
    [one] Trop d’essais. Réessayez dans une minute, ou entrez avec une clé d’accès.
   *[other] Trop d’essais. Réessayez dans { $minutes } minutes, ou entrez avec une clé d’accès.
}
identity-no_totp_begun = Aucune application de codes n’attend d’être confirmée. Recommencez la mise en place.
identity-wrong_totp = Ce n’est pas le code que l’application devrait afficher. Attendez le suivant, et vérifiez l’heure du téléphone.
identity-no_totp = Aucune application de codes n’est en place.
identity-wrong_recovery_code = Cette adresse et ce code de secours ne vont pas ensemble, ou le code a déjà servi. Vérifiez-les.
identity-not_confirmed = Cela ne confirme pas que c’est vous. Vérifiez ce que vous avez saisi, ou choisissez un autre moyen.
identity-bad_confirmation = Confirmez par un seul moyen à la fois.
identity-wrong_passkey = Cette clé d’accès n’ouvre rien ici. Réessayez, ou entrez autrement.
identity-passkey_expired = La demande de clé d’accès a trop attendu. Réessayez.
identity-passkey_taken = Cette clé d’accès est déjà enregistrée.
identity-no_such_passkey = Cette clé d’accès n’existe pas, ou est déjà supprimée.
identity-too_many_passkeys = Vous avez déjà { $most } clés d’accès. Supprimez celles qui ne servent plus.
identity-no_passkeys_here = Les clés d’accès demandent un nom de domaine, que cette adresse n’a pas. Entrez autrement.
identity-no_such_address = Cette adresse n’est pas parmi les vôtres.
identity-address_not_proven = Confirmez d’abord que vous lisez cette adresse, par le code qui y est envoyé.
identity-main_address = Cette adresse est la seule qui vous reste, ou la principale. Choisissez-en d’abord une autre comme principale.
identity-too_many_addresses = Vous avez déjà { $most } adresses. Retirez celles qui ne servent plus.
identity-guests_by_agents_only = Seuls les agents accueillent des invités.
identity-no_guest = Cette personne travaille déjà ici : elle entre avec son adresse, sans invitation.
identity-guest_already = Cette personne est déjà votre invitée. Changez plutôt sa date de fin.
identity-no_such_guest = Cette personne n’est pas votre invitée, ou ne l’est plus. Invitez-la à nouveau.
identity-too_many_guests = Vous accueillez déjà { $most } invités. Mettez fin à ceux qui ne viennent plus.
identity-guest_over = Votre accès d’invité est terminé. Demandez à la personne qui vous accueillait de vous inviter à nouveau.
identity-bad_reason = Dites en une phrase pourquoi cette personne est invitée, en { $most } caractères au plus.
identity-bad_last_day = Choisissez un dernier jour à partir d’aujourd’hui, dans les { $most } jours au plus.
identity-not_administrator = Seule l’administration de la plateforme peut faire cela.
identity-too_many_invitations = Vous avez envoyé { $most } invitations en une journée. Continuez demain.
identity-no_such_invitation = Cette invitation n’existe pas, ou n’ouvre déjà plus rien.
identity-invitation_over = Cette invitation n’ouvre plus rien. Demandez-en une autre à la personne qui vous invitait, ou connectez-vous.
identity-has_password = Vous avez déjà de quoi entrer ici. Laissez le mot de passe vide ; vous pourrez le changer ensuite dans votre compte.
identity-come_by_provider = Les agents de votre ministère se connectent par « { $name } ». Revenez à la page de connexion, saisissez votre adresse de ce ministère, et choisissez-le.
identity-confirm_by_factor = Votre compte a une clé d’accès ou une application de codes : confirmez par elle, ou par un code de secours. Tout est perdu ? Demandez à l’administration de la plateforme de les oublier.
identity-ministry_address = Votre compte est relié à « { $name } », qui tient à ce que votre adresse principale soit l’une des siennes. Gardez-la comme principale ; les autres mènent aussi à votre compte.

# Ce que disent les lettres sur le compte.
identity-changed_passkey_added = Une clé d’accès a été ajoutée à votre compte.
identity-changed_passkey_removed = Une clé d’accès a été retirée de votre compte.
identity-changed_totp_enabled = Une application de codes a été mise en place pour votre compte.
identity-changed_totp_disabled = L’application de codes de votre compte a été retirée.
identity-changed_recovery_codes = De nouveaux codes de secours ont été créés pour votre compte. Les précédents n’ouvrent plus rien.
identity-changed_factors_forgotten = L’administration a retiré de votre compte l’application de codes, les clés d’accès et les codes de secours.
identity-changed_password = Le mot de passe de votre compte a été changé, et vos autres appareils déconnectés.
identity-changed_token = Un jeton d’accès a été créé dans votre compte : un programme peut agir en votre nom.
identity-changed_application_password = Un mot de passe d’application a été créé dans votre compte : un programme peut agir en votre nom.
identity-changed_address_added = L’adresse { $address } a été ajoutée à votre compte et peut l’ouvrir.
identity-changed_address_removed = L’adresse { $address } a été retirée de votre compte et ne l’ouvre plus.
identity-changed_main_address = L’adresse principale de votre compte est maintenant { $address }.
identity-changed_identity_linked = Un compte tenu par { $host } a été relié au vôtre et peut l’ouvrir.
identity-changed_identity_unlinked = Le compte tenu par { $host } n’est plus relié au vôtre et ne l’ouvre plus.
