house-not_administrator = This page is for administrators only.
house-no_outbox = The mails of this installation really leave: there is nothing to read here.
house-no_such_job = This job is not waiting any more.
house-no_such_mail = This mail is not here any more.
