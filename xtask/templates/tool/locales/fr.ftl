__tool__-untitled = Donnez un titre.
__tool__-title_too_long = { $letters ->
   *[other] Un titre a { $letters } lettres au plus.
}
__tool__-no_such_entry = Cet élément n’existe pas, ou n’est pas pour vous.
