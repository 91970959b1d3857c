//! Personal access tokens: what a program shows to act for a person, on some tools, for some time.

use kernel::Id;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::Error;

pub(crate) type TokenId = Id<Token>;
pub(crate) enum Token {}

/// How a program shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenKind {
    /// `Authorization: Bearer`.
    #[default]
    Token,
    /// `Authorization: Basic`, with an address of its person: for programs that ask for a name and a password.
    ApplicationPassword,
}

impl TokenKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::ApplicationPassword => "application_password",
        }
    }

    /// What a row says.
    pub(crate) fn of(code: &str) -> Self {
        if code == Self::ApplicationPassword.as_str() { Self::ApplicationPassword } else { Self::Token }
    }
}

/// A token about to be made.
#[derive(Debug)]
pub(crate) struct NewToken {
    pub(crate) kind: TokenKind,
    pub(crate) name: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires_at: OffsetDateTime,
}

impl NewToken {
    pub(crate) const MOST_DAYS: u32 = 365;
    /// A person may have so many at once.
    pub(crate) const MOST: i64 = 50;
    const MOST_SCOPES: usize = 20;

    pub(crate) fn new(
        kind: TokenKind,
        name: &str,
        scopes: &[String],
        days: u32,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let name = super::checked_name(name)?;
        if !(1..=Self::MOST_DAYS).contains(&days) {
            return Err(Error::BadDays { most: Self::MOST_DAYS });
        }
        let mut scopes = scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.is_empty() || scopes.len() > Self::MOST_SCOPES || !scopes.iter().all(|scope| is_tool(scope))
        {
            return Err(Error::BadScopes);
        }
        Ok(Self { kind, name, scopes, expires_at: now + Duration::days(days.into()) })
    }
}

/// Whether this may name a tool that a token opens. This brick is none: a program does not manage its person's keys.
fn is_tool(scope: &str) -> bool {
    scope != crate::SCHEMA
        && (1..=40).contains(&scope.len())
        && scope.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// A token as its person sees it; its secret was shown once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Token)]
pub(crate) struct ListedToken {
    pub(crate) id: TokenId,
    pub(crate) kind: TokenKind,
    pub(crate) name: String,
    pub(crate) scopes: Vec<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) expires_at: OffsetDateTime,
    /// To the minute.
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) last_used_at: Option<OffsetDateTime>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(name: &str, scopes: &[&str], days: u32) -> Result<NewToken, Error> {
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        NewToken::new(TokenKind::Token, name, &scopes, days, OffsetDateTime::UNIX_EPOCH)
    }

    #[test]
    fn a_token_has_a_name_tools_and_an_end() {
        let token = new(" Sauvegarde  du lundi ", &["transfer", "chat", "transfer"], 365).unwrap();
        assert_eq!(token.name, "Sauvegarde du lundi");
        assert_eq!(token.scopes, ["chat", "transfer"]);
        assert_eq!(token.expires_at, OffsetDateTime::UNIX_EPOCH + Duration::days(365));
    }

    #[test]
    fn a_token_for_ever_or_for_everything_is_refused() {
        assert!(matches!(new("a", &["transfer"], 0), Err(Error::BadDays { most: 365 })));
        assert!(matches!(new("a", &["transfer"], 366), Err(Error::BadDays { .. })));
        assert!(matches!(new("", &["transfer"], 1), Err(Error::BadName)));
        for scopes in [&[][..], &["identity"], &["transfer", "identity"], &["*"], &["Transfer"], &[""]] {
            assert!(matches!(new("a", scopes, 1), Err(Error::BadScopes)), "{scopes:?}");
        }
    }
}
