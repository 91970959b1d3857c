//! A doorkeeper in two lines: a bearer token that is a person's id opens, until they sign out.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use kernel::{PersonId, Problem};
use time::{Duration, OffsetDateTime};
use web::{Caller, Credential, Doorkeeper, Strength};

use crate::house::NOW;

#[derive(Default)]
pub(crate) struct Door {
    gone: Mutex<Vec<PersonId>>,
    /// When they last showed who they are; as they sign in, unless said otherwise.
    shown_at: Mutex<Option<OffsetDateTime>>,
    /// Whether they come by a token.
    by_token: AtomicBool,
}

impl Door {
    pub(crate) fn sign_out(&self, person: PersonId) {
        self.gone.lock().unwrap().push(person);
    }

    pub(crate) fn shown_at(&self, at: OffsetDateTime) {
        *self.shown_at.lock().unwrap() = Some(at);
    }

    pub(crate) fn by_token(&self, yes: bool) {
        self.by_token.store(yes, Ordering::Relaxed);
    }

    pub(crate) fn sign_in(&self, person: PersonId) {
        self.gone.lock().unwrap().retain(|gone| *gone != person);
    }
}

#[async_trait]
impl Doorkeeper for Door {
    async fn who(&self, credential: Credential) -> Result<Option<Caller>, Problem> {
        let Credential::Bearer(token) = credential else { return Ok(None) };
        let Ok(person) = token.expose().parse::<PersonId>() else { return Ok(None) };
        let gone = self.gone.lock().unwrap().contains(&person);
        let mut caller = Caller::signed_in(person, NOW + Duration::DAY);
        caller.authenticated_at = self.shown_at.lock().unwrap().unwrap_or(caller.authenticated_at);
        if self.by_token.load(Ordering::Relaxed) {
            caller.strength = Strength::Token;
        }
        Ok((!gone).then_some(caller))
    }
}
