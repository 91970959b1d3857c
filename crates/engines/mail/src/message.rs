//! From a rendered letter to the bytes of RFC 5322. Every header is encoded here, none is pasted together.

use std::time::{Duration, SystemTime};

use aws_lc_rs::digest;
use kernel::{EmailAddress, Language};
use lettre::{
    Address, Message,
    message::{
        Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use time::OffsetDateTime;

use crate::{
    Brand, Error, Settings,
    templates::{Rendered, one_line},
};

/// Who writes.
#[derive(Debug)]
pub(crate) struct Sender {
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

/// What distinguishes a letter from another of the same words.
pub(crate) struct Envelope<'a> {
    /// [`digest_of`] its key.
    pub(crate) letter: &'a str,
    pub(crate) to: &'a EmailAddress,
    pub(crate) reply_to: Option<&'a EmailAddress>,
    pub(crate) language: Language,
    /// When it was posted: the same at each attempt.
    pub(crate) date: OffsetDateTime,
}

impl Sender {
    pub(crate) fn new(settings: &Settings, brand: &Brand) -> Result<Self, Error> {
        let bad =
            |what: &str| Error::Settings(format!("{what} is no address such as `Name <name@example.fr>`"));
        let mut from = match settings.from.trim() {
            "" => {
                let local = format!("ne-pas-repondre@{}", host(&brand.public_url));
                Mailbox::new(None, local.parse().map_err(|_| bad("public_url: the address derived from it"))?)
            }
            from => from.parse::<Mailbox>().map_err(|_| bad("from"))?,
        };
        from.name = Some(one_line(from.name.as_deref().unwrap_or(&brand.name)));
        let reply_to = match settings.reply_to.trim() {
            "" => None,
            reply_to => Some(reply_to.parse().map_err(|_| bad("reply_to"))?),
        };
        Ok(Self { from, reply_to })
    }

    /// # Errors
    /// When an address cannot be written: the letter will never leave.
    pub(crate) fn message(
        &self,
        envelope: &Envelope<'_>,
        rendered: &Rendered,
    ) -> Result<Message, Unwritable> {
        let domain = self.from.email.domain();
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address(envelope.to)?))
            .subject(&rendered.subject)
            .date(system_time(envelope.date))
            .message_id(Some(format!("<{}@{domain}>", envelope.letter)))
            .raw_header(header("Content-Language", envelope.language.code()))
            // RFC 3834 §5: nobody's absence notice answers a machine.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            // Exchange heeds only its own word for it.
            .raw_header(header("X-Auto-Response-Suppress", "All"));
        let reply_to = match envelope.reply_to {
            Some(reply_to) => Some(Mailbox::new(None, address(reply_to)?)),
            None => self.reply_to.clone(),
        };
        if let Some(reply_to) = reply_to {
            builder = builder.reply_to(reply_to);
        }
        // The richest form last (RFC 2046 §5.1.4).
        let parts = MultiPart::alternative()
            .singlepart(quoted(ContentType::TEXT_PLAIN, &rendered.text)?)
            .singlepart(quoted(ContentType::TEXT_HTML, &rendered.html)?);
        builder.multipart(parts).map_err(|_| Unwritable)
    }
}

/// A letter that no attempt will make leave.
#[derive(Debug)]
pub(crate) struct Unwritable;

/// A name for a letter that says nothing of its key.
pub(crate) fn digest_of(key: &str) -> String {
    let digest = digest::digest(&digest::SHA256, key.as_bytes());
    digest.as_ref()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The domain in the form servers speak (RFC 5891): `préfecture.fr` needs no extension of the relay.
fn address(address: &EmailAddress) -> Result<Address, Unwritable> {
    let domain = idna::domain_to_ascii(address.domain()).map_err(|_| Unwritable)?;
    Address::new(address.local_part(), domain).map_err(|_| Unwritable)
}

fn quoted(kind: ContentType, words: &str) -> Result<SinglePart, Unwritable> {
    let body = Body::new_with_encoding(words.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| Unwritable)?;
    Ok(SinglePart::builder().header(kind).body(body))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn system_time(date: OffsetDateTime) -> SystemTime {
    let since = u64::try_from(date.unix_timestamp()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since)
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.split_once(':').map_or(authority, |(host, _)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(from: &str, public_url: &str) -> Result<Sender, Error> {
        let settings = Settings { from: from.to_owned(), ..Settings::default() };
        Sender::new(&settings, &Brand { name: "Sacados".to_owned(), public_url: public_url.to_owned() })
    }

    #[test]
    fn an_installation_that_says_nothing_writes_from_its_own_host() {
        for url in ["https://sac.exemple.fr/", "http://sac.exemple.fr:8080", "https://sac.exemple.fr?x"] {
            assert_eq!(sender("", url).unwrap().from.to_string(), "Sacados <ne-pas-repondre@sac.exemple.fr>");
        }
        assert!(sender("", "http://localhost:8080").is_ok());
        assert!(sender("not an address", "https://sac.exemple.fr").is_err());
    }

    #[test]
    fn a_name_of_the_letter_is_stable_and_says_nothing() {
        assert_eq!(digest_of("a"), digest_of("a"));
        assert_ne!(digest_of("a"), digest_of("b"));
        assert_eq!(digest_of("helene@exemple.fr").len(), 32);
    }

    #[test]
    fn a_domain_with_accents_needs_no_extension() {
        let written = address(&"jean@préfecture.exemple.fr".parse().unwrap()).unwrap();
        assert_eq!(written.domain(), "xn--prfecture-c4a.exemple.fr");
    }
}
