//! A code becomes tokens, once (RFC 6749 §4.1.3, RFC 7636 §4.6).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Actor;

use super::{Issued, Machine};
use crate::{
    Error, Provider, facts,
    model::{Client, OauthCode, Params, Refusal, Secret256, SecretKind, digest, same},
    rows::{grants, tokens},
};

impl Provider {
    pub(super) async fn exchange_code(
        &self,
        client: &Client,
        params: &Params,
        from: &Machine,
    ) -> Result<Issued, Refusal> {
        let secret = Secret256::read(SecretKind::Code, params.need("code")?).ok_or_else(no_such_code)?;
        let now = self.now();

        let mut tx = self.inner.store.begin().await.map_err(Error::from)?;
        let code = tokens::hold_code(&mut tx, &secret).await?.ok_or_else(no_such_code)?;
        // Another client's: it learns nothing, and spoils nothing.
        if code.client != client.id.uuid() {
            return Err(no_such_code());
        }
        let grant = grants::find(&mut *tx, code.grant()).await?.ok_or_else(no_such_code)?;
        if code.used_at.is_some() {
            // Somebody else had it, or has it now: what it gave is taken back (RFC 6749 §4.1.2).
            grants::end(&mut tx, grant.id, now).await?;
            let told = facts::grant_ended(Actor::System, grant.person, client.id, "reused_code");
            store::tell(&mut tx, &told).await?;
            tx.commit().await.map_err(Error::from)?;
            return Err(no_such_code());
        }
        if code.expires_at <= now {
            return Err(no_such_code());
        }
        if params.need("redirect_uri")? != code.redirect_uri {
            return Err(Refusal::new(
                OauthCode::InvalidGrant,
                "redirect_uri is not the one the code was asked for",
            ));
        }
        check_verifier(code.challenge.as_deref(), params.get("code_verifier"))?;
        tokens::use_code(&mut tx, &secret, now).await?;
        if grant.device_id.is_some() {
            grants::end_other_of_device(&mut tx, &grant, now).await?;
        }
        let written = self.write_tokens(&mut tx, client, &grant, grant.scopes.clone(), from).await?;
        tx.commit().await.map_err(Error::from)?;

        self.hand_over(client, &grant, written, code.nonce.as_deref()).await
    }
}

fn no_such_code() -> Refusal {
    Refusal::new(OauthCode::InvalidGrant, "this code opens nothing")
}

/// Both or neither: a verifier without a challenge is a code that somebody took out of another flow (RFC 9700 §2.1.1).
fn check_verifier(challenge: Option<&str>, verifier: Option<&str>) -> Result<(), Refusal> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) => {
            let reads = (43..=128).contains(&verifier.len())
                && verifier
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~'));
            let made = URL_SAFE_NO_PAD.encode(digest(verifier.as_bytes()));
            if reads && same(made.as_bytes(), challenge.as_bytes()) {
                return Ok(());
            }
            Err(Refusal::new(OauthCode::InvalidGrant, "code_verifier is not the one of code_challenge"))
        }
        _ => Err(Refusal::new(OauthCode::InvalidGrant, "code_challenge and code_verifier go together")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_goes_with_its_challenge() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(check_verifier(Some(challenge), Some(verifier)).is_ok());
        assert!(check_verifier(None, None).is_ok());
        for (challenge, verifier) in [
            (Some(challenge), None),
            (None, Some(verifier)),
            (Some(challenge), Some(challenge)),
            (Some(challenge), Some("short")),
            (Some(verifier), Some(verifier)),
        ] {
            assert!(check_verifier(challenge, verifier).is_err());
        }
    }
}
