directory-bad_name = An organisation needs a name of at most 200 characters.
directory-bad_domain = “{ $domain }” is not an e-mail domain.
directory-domain_taken = The domain { $domain } already belongs to an organisation.
directory-no_such_organisation = This organisation does not exist.
