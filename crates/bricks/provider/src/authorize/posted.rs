//! Answers that travel in a form, when a page of the web application decided them: it may send forms nowhere but here, so it
//! goes to a page of ours that does. The answer waits in that page's address, sealed: a code is kept in clear nowhere.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::Caller;

use super::{Journey, PostedAnswer, in_person};
use crate::{Error, Provider};

/// What the seal is bound to, so that nothing else that is sealed passes for an answer.
const NAME: &str = "form_post";

#[derive(Serialize, Deserialize)]
struct Sealed {
    answer: PostedAnswer,
    /// Whose browser opens it.
    session: Uuid,
    /// As long as the code in it, in Unix seconds.
    until: i64,
}

impl Provider {
    /// Where a page of the web application sends the browser.
    pub(super) fn address_of(&self, journey: Journey, caller: &Caller) -> Result<String, Error> {
        let answer = match journey {
            Journey::Address(address) => return Ok(address),
            Journey::Form(answer) => answer,
        };
        let until = (self.now() + self.inner.settings.code()).unix_timestamp();
        let sealed = Sealed { answer, session: caller.session.uuid(), until };
        let plain = serde_json::to_vec(&sealed).map_err(|error| Error::Key(error.to_string()))?;
        let sealed = self.inner.seal.close(NAME, &plain)?;
        Ok(format!("/oauth2/answer?sealed={}", URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// The answer in such an address, for the browser in which it was decided.
    ///
    /// # Errors
    /// [`Error::RequestOver`], whatever is wrong.
    pub(crate) fn posted_answer(&self, sealed: &str, caller: Option<Caller>) -> Result<PostedAnswer, Error> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| Error::RequestOver)?;
        let plain = self.inner.seal.open(NAME, &bytes).map_err(|_| Error::RequestOver)?;
        let sealed: Sealed = serde_json::from_slice(&plain).map_err(|_| Error::RequestOver)?;
        let own = in_person(caller).is_some_and(|caller| caller.session.uuid() == sealed.session);
        if !own || sealed.until <= self.now().unix_timestamp() {
            return Err(Error::RequestOver);
        }
        Ok(sealed.answer)
    }
}
