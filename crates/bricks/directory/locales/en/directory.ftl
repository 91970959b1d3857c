directory-agents_only = The directory is for agents. If you are one, sign in through your ministry.
directory-bad_name = An organisation needs a name of at most 200 characters.
directory-bad_kind = Choose what this organisation is: ministry, direction, bureau…
directory-bad_domain = “{ $domain }” is not an e-mail domain.
directory-domain_taken = The domain { $domain } already belongs to an organisation: check it, or take it away there first.
directory-bad_contact = Check the mail address and the site’s, which begins with https://.
directory-bad_siret = A SIRET has fourteen digits: check it.
directory-siret_taken = Another organisation already has this SIRET: check it.
directory-siret_administrators = Only administrators set the SIRET of an organisation, since it decides where people work: ask them.
directory-domains_administrators = Only administrators give e-mail domains to organisations: ask them.
directory-no_such_organisation = This organisation does not exist.
directory-organisation_closed = This organisation is closed: choose another one.
directory-organisation_ending = This organisation closes on { $until }: nothing new comes below it. Choose another one.
directory-circle = An organisation cannot be below itself: choose another place.
directory-not_empty = This organisation is not empty.{ $organisations ->
    [0] {""}
    [one] {" "}One organisation is open below it: close it first.
   *[other] {" "}{ $organisations } organisations are open below it: close them first.
}{ $people ->
    [0] {""}
    [one] {" "}One person works there: choose where they go.
   *[other] {" "}{ $people } people work there: choose where they go.
}
directory-bad_days = These days do not follow one another: check them.
directory-bad_cursor = This list does not go on there: go back to its beginning.
directory-no_such_person = This person is not in the directory.
directory-bad_title = A function needs a title.
directory-no_such_function = This function does not exist, or no longer.
directory-no_such_group = This group does not exist, or no longer.
directory-not_owner = Only the owners of this group change it: ask them.
directory-last_owner = A group keeps one owner at least: name another one first.
directory-no_such_suggestion = This suggestion does not exist, or is not yours to decide.
directory-bad_field = This field cannot be corrected this way.
directory-not_correspondent = Only the correspondents of this organisation can do this: ask them.
directory-not_oneself = One does not name oneself correspondent: ask somebody else to.
directory-too_long = { $most } characters at most: shorten this text.
directory-too_many = { $most } at most: take some away.
directory-bad_telephone = This telephone number does not read: write it in digits, like 02 99 00 41 17.
directory-bad_absence = An absence goes from a day to another that is not over, within two years: check the dates.
directory-own_deputy = Nobody stands in for themselves: choose somebody else.
directory-bad_photo = Choose a PNG, JPEG or WebP image of { $mebibytes } MB at most.
directory-large_photo = This image is too large: choose one of { $megapixels } megapixels at most, or crop it.
directory-no_photo = There is no photo to show.
directory-too_many_cards = You have opened all the cards that a day allows. Come back tomorrow; if you need more, ask a correspondent of the directory.
directory-too_many_people = You have been shown all the people that a day allows. Come back tomorrow; if you need more, ask a correspondent of the directory.
directory-too_many_numbers = You have looked up all the numbers that a day allows. Come back tomorrow, or search by name; if you need more, ask a correspondent of the directory.
directory-no_such_import = This import does not exist.
directory-bad_file = This file cannot be read ({ $reason }): check its format and its header.
directory-too_many_lines = An import has { $most } lines at most: split this file.
directory-import_over = This import was applied or refused already: start again with the file.
directory-import_busy = An import of this organisation is under way: wait for it to end, then try again.
directory-brake = This import would take out, move or rename { $percent } % of what is there, with what imports took out within a day, more than the { $limit_percent } % allowed. Check the file; if it is meant, accept it expressly.
directory-second_person = This import would shake { $percent } % of what is there, more than half: another correspondent or an administrator has to apply it. Ask them to look at it.
directory-emptied = This import would leave nobody in the organisation: check the file.
directory-index_building = Search is getting ready: try again in a minute.
