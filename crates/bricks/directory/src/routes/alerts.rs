//! Who was shown too much.

use axum::extract::State;
use serde::Serialize;
use time::{Date, OffsetDateTime};
use web::{Caller, Failure, Json, ProblemBody};

use crate::{Directory, model::organisation::day, views::PersonName};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Alerts {
    alerts: Vec<Alert>,
}

/// Somebody would have been shown more in a day than the house allows.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Alert {
    pub(crate) person: PersonName,
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    pub(crate) day: Date,
    /// Cards of different people opened.
    pub(crate) cards: i32,
    /// About how many different people they were shown by answers, pages of services, groups and photos.
    pub(crate) people: i32,
    /// Questions by the digits of a number.
    pub(crate) numbers: i32,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: OffsetDateTime,
}

/// Who was shown too many people or opened too many cards, the newest first: all of them for administrators, those of their trees for correspondents.
#[utoipa::path(
    get, path = "/alerts", tag = "directory",
    responses(
        (status = 200, body = Alerts),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_alerts(
    State(directory): State<Directory>,
    caller: Caller,
) -> Result<Json<Alerts>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(Alerts { alerts: directory.alerts(&viewer).await? }))
}
