//! What somebody carries: an application of codes, and the sheet with their recovery codes.

use axum::http::StatusCode;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::{Answer, Browser, House};

/// A telephone that was set up.
pub(crate) struct Telephone {
    secret: String,
    pub(crate) recovery_codes: Vec<String>,
}

impl Telephone {
    /// Sets one up for whoever is signed in.
    pub(crate) async fn set_up(house: &House, browser: &Browser<'_>) -> Self {
        let begun = browser.send("POST", "/totp", json!({})).await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
        let secret = begun.body["secret"].as_str().unwrap().to_owned();
        let mut telephone = Self { secret, recovery_codes: vec![] };
        let proven = browser.send("PUT", "/totp", json!({ "code": telephone.code(house) })).await;
        assert_eq!(proven.status, StatusCode::OK, "{}", proven.body);
        if let Some(codes) = proven.body["recovery_codes"].as_array() {
            telephone.recovery_codes = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
        }
        telephone
    }

    pub(crate) fn of(secret: &str) -> Self {
        Self { secret: secret.to_owned(), recovery_codes: vec![] }
    }

    /// What it shows now.
    pub(crate) fn code(&self, house: &House) -> String {
        let secret = Secret::try_from_base32(&self.secret).unwrap();
        let totp = Builder::new().with_secret(secret).with_account_name("a").build().unwrap();
        let seconds = house.store.clock().now().unix_timestamp();
        totp.generate(u64::try_from(seconds).unwrap()).to_string()
    }
}

/// The second half of a sign-in, by what was answered to the first.
pub(crate) async fn second(browser: &mut Browser<'_>, first: &Answer, shown: Value) -> Answer {
    let id = first.body["second_factor"]["id"].as_str().unwrap();
    let answer = browser.send("POST", &format!("/second-factors/{id}/sessions"), shown).await;
    browser.keep_cookie(&answer);
    answer
}
