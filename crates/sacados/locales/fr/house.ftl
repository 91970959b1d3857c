house-not_administrator = Cette page est réservée aux administrateurs.
house-no_outbox = Les courriels de cette installation partent vraiment : il n’y a rien à lire ici.
house-no_such_job = Cette tâche n’attend plus.
house-no_such_mail = Ce courriel n’est plus ici.
