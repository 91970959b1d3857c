//! Organisations, their heads and their correspondents.

use axum::{extract::State, http::StatusCode};
use kernel::{PersonId, ScopeId};
use serde::{Deserialize, Serialize};
use time::Date;
use web::{Caller, Confirmation, Failure, Json, Path, ProblemBody, Query};

use crate::{
    Directory,
    model::{
        NewOrganisation, Organisation, OwnDomain,
        organisation::{ChangedOrganisation, Contacts, Particulars, day, optional_day},
    },
    views::organisations::OrganisationPage,
};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Organisations {
    organisations: Vec<Organisation>,
}

/// The organisations of this installation that are not closed, by name; when there are more than five thousand, those
/// nearest to the roots.
#[utoipa::path(
    get, path = "/organisations", tag = "directory",
    responses(
        (status = 200, body = Organisations),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_organisations(
    State(directory): State<Directory>,
    caller: Caller,
) -> Result<Json<Organisations>, Failure> {
    directory.viewer(&caller).await?;
    Ok(Json(Organisations { organisations: directory.organisations().await? }))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct After {
    /// Where the list of people goes on: `people_next` of the page before.
    people_after: Option<String>,
}

/// The page of an organisation, closed ones too: what it is, what is above and below, who works there.
#[utoipa::path(
    get, path = "/organisations/{id}", tag = "directory", params(("id" = uuid::Uuid, Path), After),
    responses(
        (status = 200, body = OrganisationPage),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`", body = ProblemBody),
        (status = 422, description = "`directory.bad_cursor`", body = ProblemBody),
        (status = 429, description = "`directory.too_many_people {seconds}`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only; the first person too many of a day tells directory.budget.exceeded"))),
)]
pub(super) async fn show_organisation(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<ScopeId>,
    Query(after): Query<After>,
) -> Result<Json<OrganisationPage>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(directory.organisation_page(&viewer, id, after.people_after.as_deref()).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenedOrganisation {
    /// What it is under; a root is opened by administrators.
    #[schema(value_type = Option<uuid::Uuid>)]
    parent: Option<ScopeId>,
    name: String,
    acronym: Option<String>,
    /// `ministry`, `direction`, `sub_direction`, `bureau`, `service`, `operator`, `local`…
    kind: String,
    /// Set by administrators.
    siret: Option<String>,
    missions: Option<String>,
    #[serde(default)]
    contacts: Contacts,
    #[serde(default, with = "optional_day")]
    #[schema(value_type = Option<String>, format = Date)]
    since: Option<Date>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Opened {
    #[schema(value_type = uuid::Uuid)]
    id: ScopeId,
}

/// Opens an organisation below one that the caller keeps.
#[utoipa::path(
    post, path = "/organisations", tag = "directory", request_body = OpenedOrganisation,
    responses(
        (status = 201, body = Opened),
        (status = 403, description = "`directory.not_correspondent`, `directory.siret_administrators`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`: the parent", body = ProblemBody),
        (status = 409, description = "`directory.siret_taken`, `directory.organisation_closed`, `directory.organisation_ending`", body = ProblemBody),
        (status = 422, description = "what is wrong with it", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.organisation.added"))),
)]
pub(super) async fn open_organisation(
    State(directory): State<Directory>,
    caller: Caller,
    Json(opened): Json<OpenedOrganisation>,
) -> Result<(StatusCode, Json<Opened>), Failure> {
    let viewer = directory.viewer(&caller).await?;
    let new = NewOrganisation {
        parent: opened.parent,
        name: opened.name,
        acronym: opened.acronym,
        kind: opened.kind,
        domains: vec![],
    };
    let particulars = Particulars {
        siret: opened.siret,
        missions: opened.missions,
        contacts: opened.contacts,
        since: opened.since,
    };
    let id = directory.open_below(&viewer, new, particulars).await?;
    Ok((StatusCode::CREATED, Json(Opened { id })))
}

/// Changes an organisation, or puts it elsewhere in what the caller keeps. What is not given stays, what is given
/// empty goes.
#[utoipa::path(
    patch, path = "/organisations/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = ChangedOrganisation,
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_correspondent`, `directory.siret_administrators`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`", body = ProblemBody),
        (status = 409, description = "`directory.circle`, `directory.siret_taken`, `directory.organisation_closed`, `directory.organisation_ending`", body = ProblemBody),
        (status = 422, description = "what is wrong with it", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.organisation.changed"))),
)]
pub(super) async fn change_organisation(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<ScopeId>,
    Json(changed): Json<ChangedOrganisation>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.change_organisation(&viewer, id, changed).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Closing {
    /// The last day of its life.
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// Where those who work there go.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    successor: Option<ScopeId>,
}

/// Ends an organisation on a day; its page stays. Those who work there go to its successor.
#[utoipa::path(
    delete, path = "/organisations/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = Closing,
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`", body = ProblemBody),
        (status = 409, description = "`directory.not_empty`, `directory.organisation_closed`", body = ProblemBody),
        (status = 422, description = "`directory.bad_days`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.organisation.closed"))),
)]
pub(super) async fn close_organisation(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<ScopeId>,
    Json(closing): Json<Closing>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.close_organisation(&viewer, id, closing.until, closing.successor).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Domains {
    domains: Vec<OwnDomain>,
}

/// Gives an organisation the e-mail domains that say who works there, in place of those it had. For administrators, who show
/// again who they are.
#[utoipa::path(
    put, path = "/organisations/{id}/domains", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = Domains,
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`directory.domains_administrators`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`", body = ProblemBody),
        (status = 409, description = "`directory.domain_taken`", body = ProblemBody),
        (status = 422, description = "`directory.bad_domain`, `directory.too_many`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.domains.given"))),
)]
pub(super) async fn set_domains(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<ScopeId>,
    Json(given): Json<Domains>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    caller.confirmed(Confirmation::KEYS, directory.now())?;
    directory.set_domains(&viewer, id, given.domains).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    /// Nobody: vacant.
    #[schema(value_type = Option<uuid::Uuid>)]
    person: Option<PersonId>,
}

/// Says who heads an organisation.
#[utoipa::path(
    put, path = "/organisations/{id}/head", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = Head,
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`, `directory.no_such_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.function.handed"))),
)]
pub(super) async fn set_head(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<ScopeId>,
    Json(head): Json<Head>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.set_head(&viewer, id, head.person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Names a correspondent of an organisation: by who keeps what is above it, who shows again who they are.
#[utoipa::path(
    put, path = "/organisations/{id}/correspondents/{person}", tag = "directory",
    params(("id" = uuid::Uuid, Path), ("person" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`directory.not_correspondent`, `directory.not_oneself`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`, `directory.no_such_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.correspondent.named"))),
)]
pub(super) async fn name_correspondent(
    State(directory): State<Directory>,
    caller: Caller,
    Path((id, person)): Path<(ScopeId, PersonId)>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    caller.confirmed(Confirmation::KEYS, directory.now())?;
    directory.name_correspondent(&viewer, id, person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back what a correspondent was named for.
#[utoipa::path(
    delete, path = "/organisations/{id}/correspondents/{person}", tag = "directory",
    params(("id" = uuid::Uuid, Path), ("person" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`, `directory.no_such_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.correspondent.dismissed"))),
)]
pub(super) async fn dismiss_correspondent(
    State(directory): State<Directory>,
    caller: Caller,
    Path((id, person)): Path<(ScopeId, PersonId)>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    caller.confirmed(Confirmation::KEYS, directory.now())?;
    directory.dismiss_correspondent(&viewer, id, person).await?;
    Ok(StatusCode::NO_CONTENT)
}
