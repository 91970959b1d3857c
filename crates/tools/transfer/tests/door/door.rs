//! A doorkeeper in two lines: a bearer token that is a person's id opens, until they sign out.

use std::sync::Mutex;

use async_trait::async_trait;
use kernel::{PersonId, Problem};
use time::Duration;
use web::{Caller, Credential, Doorkeeper};

use crate::house::NOW;

#[derive(Default)]
pub(crate) struct Door {
    gone: Mutex<Vec<PersonId>>,
}

impl Door {
    pub(crate) fn sign_out(&self, person: PersonId) {
        self.gone.lock().unwrap().push(person);
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
        Ok((!gone).then(|| Caller::signed_in(person, NOW + Duration::DAY)))
    }
}
