__tool__-untitled = Give it a title.
__tool__-title_too_long = { $letters ->
   *[other] A title has { $letters } letters at most.
}
__tool__-no_such_entry = There is no such thing, or it is not for you.
