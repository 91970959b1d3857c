sign_in = Sign in to continue.
internal = Something went wrong on our side. Nothing is lost; try again in a moment.
web-cross_site = This request comes from a page that is not ours. Reload the page and try again.
web-token_elsewhere = This access token does not open this tool. Create one that does, in My account.
web-not_json = This request must be JSON (Content-Type: application/json).
web-bad_json = The request does not have the expected shape (at “{ $at }”).
web-bad_query = The address of the request does not have the expected shape.
web-body_too_large = The request is too long.
web-body_cut = The request arrived incomplete. Send it again.
web-no_such_page = This page does not exist, or is not for you.
web-wrong_method = This address does not know that method.
web-too_many_requests = { $seconds ->
    [one] Too many requests at once. Try again in a second.
   *[other] Too many requests at once. Try again in { $seconds } seconds.
}
web-too_slow = The request took too long. Try again.
web-too_many_streams = You have more than { $most } pages open at once. Close some of them.
web-unknown_host = This service does not answer to that name. Check the address.
confirm = For this, show once more that it is you.
web-not_by_token = A program cannot do this: do it yourself, in the browser.
