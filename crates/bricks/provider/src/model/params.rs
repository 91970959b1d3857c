//! The parameters of OAuth: each at most once (RFC 6749 §3.1), and never too many.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{OauthCode, Refusal};

/// Of one request.
const MOST: usize = 64;
/// The longest of them together, in bytes.
const LONGEST: usize = 32 * 1024;

#[derive(Debug, Clone, Default)]
pub(crate) struct Params {
    values: BTreeMap<String, String>,
    repeated: BTreeSet<String>,
    too_much: bool,
}

impl Params {
    /// Reads a query string or a form. What is empty counts as left out (RFC 6749 §3.1).
    pub(crate) fn read(text: &[u8]) -> Self {
        let mut params = Self { too_much: text.len() > LONGEST, ..Self::default() };
        if params.too_much {
            return params;
        }
        for (count, (name, value)) in url::form_urlencoded::parse(text).enumerate() {
            if count >= MOST {
                params.too_much = true;
                break;
            }
            if params.values.contains_key(name.as_ref()) {
                params.repeated.insert(name.into_owned());
            } else if !value.is_empty() {
                params.values.insert(name.into_owned(), value.into_owned());
            }
        }
        params
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// A parameter that was said once; saying it twice is saying nothing we can trust.
    pub(crate) fn once(&self, name: &str) -> Option<&str> {
        if self.repeated.contains(name) { None } else { self.get(name) }
    }

    pub(crate) fn need(&self, name: &'static str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::new(OauthCode::InvalidRequest, format!("{name} is missing")))
    }

    /// # Errors
    /// `invalid_request` when there were too many to be read.
    pub(crate) fn fit(&self) -> Result<(), Refusal> {
        if self.too_much {
            return Err(Refusal::new(OauthCode::InvalidRequest, "too many parameters"));
        }
        Ok(())
    }

    /// # Errors
    /// `invalid_request` when a parameter came twice, or when there are too many.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        self.fit()?;
        if !self.repeated.is_empty() {
            return Err(Refusal::new(OauthCode::InvalidRequest, "a parameter came twice"));
        }
        Ok(())
    }

    pub(crate) fn without(mut self, names: &[&str]) -> Self {
        for name in names {
            self.values.remove(*name);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_twice_is_refused_and_what_is_empty_is_left_out() {
        let params = Params::read(b"a=1&b=&a=2");
        assert!(params.check().is_err());
        assert_eq!((params.once("a"), params.get("b")), (None, None));
        assert!(Params::read(b"a=1&b=2").check().is_ok());
        assert!(Params::read("a=1&".repeat(99).as_bytes()).check().is_err());
        assert!(Params::read(&vec![b'a'; 64 * 1024]).check().is_err());
    }
}

#[cfg(test)]
mod games {
    use super::*;

    #[test]
    fn nothing_that_is_sent_passes_the_limits() {
        crate::games::play(
            &["client_id=a&scope=openid+email&state=%C3%A9tat&a=&b", "a=1&a=2", &"a=1&".repeat(70)],
            |sent| {
                let params = Params::read(sent);
                assert!(params.values.len() <= MOST && params.values.values().all(|value| !value.is_empty()));
                let length: usize = params.values.values().map(String::len).sum();
                // A byte that is not UTF-8 becomes a character of three.
                assert!(length <= LONGEST * 3, "{length}");
                if params.check().is_ok() {
                    assert!(
                        sent.len() <= LONGEST && params.values.keys().all(|name| params.once(name).is_some())
                    );
                }
            },
        );
    }
}
