mail-unavailable = The mail server does not answer. Nothing is lost: messages leave as soon as it is back.
mail-refused = The mail server refused this message or its recipient.
mail-unreachable = The message could not be given to the mail server, after several attempts.
