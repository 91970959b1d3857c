//! One click signs in as anybody: mounted in a sample State only.

use axum::{extract::State, response::Response};
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use web::{Failure, Json, ProblemBody};

use super::cookie::welcome;
use crate::{
    Identity,
    actions::{Arrival, Me, SamplePerson},
};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct SamplePersons {
    persons: Vec<SamplePerson>,
}

/// Whom one may be in this sample State, by name.
#[utoipa::path(
    get, path = "/sample/persons", tag = "identity",
    responses((status = 200, body = SamplePersons)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_sample_persons(
    State(identity): State<Identity>,
) -> Result<Json<SamplePersons>, Failure> {
    Ok(Json(SamplePersons { persons: identity.sample_persons().await? }))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChosenPerson {
    person: PersonId,
}

/// Signs in as somebody of the sample State.
#[utoipa::path(
    post, path = "/sample/sessions", tag = "identity", request_body = ChosenPerson,
    responses(
        (status = 201, body = Me),
        (status = 403, description = "`identity.disabled`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.opened"))),
)]
pub(super) async fn sign_in_as_sample(
    State(identity): State<Identity>,
    arrival: Arrival,
    Json(chosen): Json<ChosenPerson>,
) -> Result<Response, Failure> {
    let opened = identity.sign_in_as_sample(chosen.person, arrival).await?;
    welcome(&identity, opened)
}
