//! What this tool writes to people.

use kernel::{EmailAddress, Language};
use mail::{Letter, Templates};
use serde_json::{Value, json};
use store::Tx;
use time::Date;

use crate::{
    Error, Transfer,
    model::{File, Parcel, Recipient, Team},
};

pub(crate) const RECEIVED: &str = "transfer.parcel_received";
const REMINDER: &str = "transfer.parcel_reminder";
const EXPIRED: &str = "transfer.parcel_expired";

macro_rules! letter {
    ($name:literal) => {
        [
            (
                Language::Fr,
                include_str!(concat!("../templates/fr/", $name, ".html")),
                include_str!(concat!("../templates/fr/", $name, ".txt")),
            ),
            (
                Language::En,
                include_str!(concat!("../templates/en/", $name, ".html")),
                include_str!(concat!("../templates/en/", $name, ".txt")),
            ),
        ]
    };
}

/// The letters of this tool, for the house to give to its mail.
pub fn letters() -> Templates {
    Templates::new()
        .add(RECEIVED, &letter!("parcel_received"))
        .add(REMINDER, &letter!("parcel_reminder"))
        .add(EXPIRED, &letter!("parcel_expired"))
}

impl Transfer {
    /// Tells recipients that files await them.
    pub(crate) async fn write_to(
        &self,
        tx: &mut Tx,
        parcel: &Parcel,
        files: &[File],
        recipients: &[Recipient],
        teams: &[Team],
    ) -> Result<(), Error> {
        for recipient in recipients {
            let mut letter = Letter {
                key: format!("{RECEIVED}/{}", recipient.id),
                about: Some(json!({ "recipient": recipient.id })),
                ..self.letter(RECEIVED, parcel, files, recipient)
            };
            let team = teams.iter().find(|team| recipient.team == Some(team.id));
            letter.params["team"] = json!(team.map(|team| &team.name));
            self.mail.post(tx, letter).await?;
        }
        Ok(())
    }

    /// Reminds a recipient of the files they have not taken, at most once a day.
    pub(crate) async fn remind_by_mail(
        &self,
        tx: &mut Tx,
        parcel: &Parcel,
        files: &[File],
        recipient: &Recipient,
        day: Date,
    ) -> Result<(), Error> {
        let letter = Letter {
            key: format!("{REMINDER}/{}/{day}", recipient.id),
            ..self.letter(REMINDER, parcel, files, recipient)
        };
        self.mail.post(tx, letter).await?;
        Ok(())
    }

    /// Tells the sender that a parcel is over, and who never took anything of it.
    pub(crate) async fn write_the_end(
        &self,
        tx: &mut Tx,
        parcel: &Parcel,
        language: Language,
        missed: &[Recipient],
    ) -> Result<(), Error> {
        let Ok(to) = parcel.sender_address.parse::<EmailAddress>() else { return Ok(()) };
        let missed: Vec<String> = missed.iter().map(shown).collect();
        let letter = Letter {
            template: EXPIRED,
            to,
            language,
            params: json!({
                "label": parcel.label,
                "ends_on": parcel.ends_on.map(|day| day.to_string()),
                "missed": missed,
                "missed_total": missed.len(),
                "url": self.links.parcel(parcel.id),
            }),
            key: format!("{EXPIRED}/{}", parcel.id),
            useful_until: None,
            reply_to: None,
            about: None,
        };
        self.mail.post(tx, letter).await?;
        Ok(())
    }

    fn letter(
        &self,
        template: &'static str,
        parcel: &Parcel,
        files: &[File],
        recipient: &Recipient,
    ) -> Letter {
        let size: u64 = files.iter().map(|file| file.size).sum();
        let params: Value = json!({
            "sender": parcel.sender_name,
            "sender_address": parcel.sender_address,
            "organisation": parcel.sender_organisation,
            "external": !parcel.sender_agent,
            "subject_line": parcel.title,
            "message": parcel.message,
            "files": files.len(),
            "size": size,
            "ends_on": parcel.ends_on.map(|day| day.to_string()),
            "url": self.links.address(recipient.id),
        });
        Letter {
            template,
            to: recipient.address.clone(),
            language: recipient.language,
            params,
            key: String::new(),
            useful_until: parcel.expires_at,
            reply_to: parcel.sender_address.parse().ok(),
            about: None,
        }
    }
}

fn shown(one: &Recipient) -> String {
    match &one.name {
        Some(name) if one.address_hidden => name.clone(),
        Some(name) => format!("{name} ({})", one.address),
        None => one.address.to_string(),
    }
}
