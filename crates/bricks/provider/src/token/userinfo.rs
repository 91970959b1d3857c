//! What an application may know of whoever signed in (OpenID Connect Core §5.3).

use serde_json::{Map, Value, json};

use crate::{
    Provider,
    model::{OauthCode, Refusal},
};

pub(crate) enum UserInfo {
    Json(Map<String, Value>),
    Signed(String),
}

impl Provider {
    pub(crate) async fn userinfo(&self, token: Option<&str>) -> Result<UserInfo, Refusal> {
        let invalid = || Refusal::new(OauthCode::InvalidToken, "this access token opens nothing");
        let token = token.ok_or_else(invalid)?;
        let live = self.live_access(token).await?.ok_or_else(invalid)?;
        if !live.scopes.iter().any(|scope| scope == "openid") {
            return Err(Refusal::new(OauthCode::InsufficientScope, "this asks for the scope openid"));
        }
        let mut claims = self.claims_of(&live.grant, &live.scopes).await?.ok_or_else(invalid)?;
        let client = self.client(live.grant.client).await?.ok_or_else(invalid)?;
        let Some(alg) = client.is.userinfo_signed_response_alg else { return Ok(UserInfo::Json(claims)) };
        let now = self.now();
        claims.insert("iss".to_owned(), json!(self.issuer()));
        claims.insert("aud".to_owned(), json!(client.client_id));
        claims.insert("iat".to_owned(), json!(now.unix_timestamp()));
        claims.insert("exp".to_owned(), json!((now + self.inner.settings.token()).unix_timestamp()));
        Ok(UserInfo::Signed(self.sign(alg, "JWT", &claims).await?))
    }
}
