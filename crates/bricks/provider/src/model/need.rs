//! What is still needed before an application gets what it asked for.

use kernel::Acr;
use time::{Duration, OffsetDateTime};
use web::{Caller, Confirmation};

use super::{Asked, Client, OauthCode, Prompt, Refusal};

/// What the page does next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Need {
    SignIn,
    SelectAccount,
    /// To show again, or more strongly, who they are.
    Confirm {
        acr: Acr,
        within_seconds: i64,
        /// The application only wishes it: they may go on without.
        wished: bool,
    },
    Consent,
    Nothing,
    /// What is essential cannot be had here.
    Impossible,
}

impl Need {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SelectAccount => "select_account",
            Self::Confirm { .. } => "confirm",
            Self::Consent => "consent",
            Self::Nothing => "nothing",
            Self::Impossible => "impossible",
        }
    }

    /// What `prompt=none` is told (OpenID Connect Core §3.1.2.6).
    pub(crate) fn silently(self) -> Option<Refusal> {
        let code = match self {
            Self::Nothing => return None,
            // Somebody else was meant: for the application, nobody is there (Core §3.1.2.1, `id_token_hint`).
            Self::SignIn | Self::Confirm { .. } | Self::SelectAccount => OauthCode::LoginRequired,
            Self::Consent => OauthCode::ConsentRequired,
            Self::Impossible => return Some(unmet()),
        };
        Some(Refusal::new(code, "this cannot be done without asking its person"))
    }

    pub(crate) fn confirmation(self) -> Option<Confirmation> {
        match self {
            Self::Confirm { acr, within_seconds, .. } => {
                Some(Confirmation { acr, within: Duration::seconds(within_seconds) })
            }
            _ => None,
        }
    }
}

/// OpenID's code (Unmet Authentication Requirements 1.0 §2), with ProConnect's words.
pub(crate) fn unmet() -> Refusal {
    Refusal::new(OauthCode::UnmetAuthenticationRequirements, "requested ACRs could not be satisfied")
}

/// Where a request stands.
pub(crate) struct Situation<'a> {
    pub(crate) asked: &'a Asked,
    pub(crate) client: &'a Client,
    /// When it was asked: what was shown since then was shown for it.
    pub(crate) asked_at: OffsetDateTime,
    pub(crate) caller: Option<&'a Caller>,
    /// Whether the person let this client know all of this before.
    pub(crate) consented: bool,
    /// Whether the person said that they are the one who is meant.
    pub(crate) chosen: bool,
    /// Whether the hints name somebody else.
    pub(crate) means_another: bool,
    /// How sure the house would be of them if they confirmed now, by each way they have. Nothing when wishes are not to be
    /// heard: when nobody may be asked, or they said that they go on without.
    pub(crate) reach: &'a [Acr],
    pub(crate) now: OffsetDateTime,
}

pub(crate) fn need(situation: &Situation<'_>) -> Need {
    let Situation { asked, client, asked_at, caller, consented, chosen, means_another, reach, now } =
        *situation;
    if asked.essential_acr.as_ref().is_some_and(Vec::is_empty) {
        return Need::Impossible;
    }
    let Some(caller) = caller else { return Need::SignIn };
    let selects = asked.prompts.contains(&Prompt::SelectAccount) || means_another;
    if selects && !chosen {
        return Need::SelectAccount;
    }
    let fresh = caller.authenticated_at >= asked_at;
    let since = (now - asked_at).whole_seconds().max(0);
    let mut acr = Acr::Eidas0;
    let mut within = None;
    if asked.prompts.contains(&Prompt::Login) && !fresh {
        within = Some(since);
    }
    if let Some(max_age) = asked.max_age
        && !fresh
        && (now - caller.authenticated_at).whole_seconds() > max_age
    {
        within = Some(max_age.max(since));
    }
    let wanted = wanted_acr(asked, client, caller.acr);
    if let Some(wanted) = wanted {
        acr = wanted;
        within = within.or(Some(i64::from(u32::MAX)));
    }
    if let Some(within_seconds) = within {
        return Need::Confirm { acr, within_seconds, wished: false };
    }
    if let Some(acr) = wished_acr(asked, caller.acr, reach) {
        return Need::Confirm { acr, within_seconds: i64::from(u32::MAX), wished: true };
    }
    if asked.prompts.contains(&Prompt::Consent) || !(client.is.trusted || consented) {
        return Need::Consent;
    }
    Need::Nothing
}

/// The least that is asked for and not met.
fn wanted_acr(asked: &Asked, client: &Client, shown: Acr) -> Option<Acr> {
    if let Some(least) = client.is.min_acr
        && !shown.satisfies(least)
    {
        return Some(least);
    }
    let essential = asked.essential_acr.as_ref()?;
    if essential.iter().any(|acr| shown.satisfies(*acr)) {
        return None;
    }
    Acr::ALL.into_iter().find(|acr| essential.contains(acr))
}

/// Of what is wished and not met, the first that can be had (`acr_values`, Core §3.1.2.1: in order of preference). One that
/// is met is enough.
fn wished_acr(asked: &Asked, shown: Acr, reach: &[Acr]) -> Option<Acr> {
    if asked.wished_acr.iter().any(|acr| shown.satisfies(*acr)) {
        return None;
    }
    asked.wished_acr.iter().copied().find(|acr| reach.iter().any(|could| could.satisfies(*acr)))
}

/// The context that is said to have been met: one of those that were essential, else what was shown (Core §5.5.1.1).
pub(crate) fn said_acr(essential: Option<&[Acr]>, shown: Acr) -> Acr {
    let Some(essential) = essential else { return shown };
    if essential.contains(&shown) {
        return shown;
    }
    let met = Acr::ALL.into_iter().rev().find(|acr| essential.contains(acr) && shown.satisfies(*acr));
    met.unwrap_or(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strict_application_reads_one_of_the_contexts_it_asked_for() {
        assert_eq!(said_acr(None, Acr::Eidas1), Acr::Eidas1);
        assert_eq!(said_acr(Some(&[Acr::Eidas1]), Acr::Eidas1Mfa), Acr::Eidas1);
        assert_eq!(said_acr(Some(&[Acr::Eidas0, Acr::Eidas1]), Acr::Eidas1Mfa), Acr::Eidas1);
        assert_eq!(said_acr(Some(&[Acr::Eidas1Mfa]), Acr::Eidas1Mfa), Acr::Eidas1Mfa);
    }
}
