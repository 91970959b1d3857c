mail-unavailable = Le serveur de courriel ne répond pas. Rien n’est perdu : les messages partiront dès qu’il sera de retour.
mail-refused = Le serveur de courriel a refusé ce message ou son destinataire.
mail-unreachable = Le message n’a pas pu être remis au serveur de courriel, malgré plusieurs essais.
