//! Teams and groups.

use axum::{extract::State, http::StatusCode};
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use time::Date;
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    Directory,
    model::{GroupId, GroupKind, MemberRole, organisation::optional_day},
    views::groups::{GroupLine, GroupPage},
};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Groups {
    groups: Vec<GroupLine>,
}

/// The groups one is in, by name.
#[utoipa::path(
    get, path = "/groups", tag = "directory",
    responses(
        (status = 200, body = Groups),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_groups(
    State(directory): State<Directory>,
    caller: Caller,
) -> Result<Json<Groups>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(Groups { groups: directory.my_groups(&viewer).await? }))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewGroup {
    name: String,
    description: Option<String>,
    kind: GroupKind,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct MadeGroup {
    #[schema(value_type = uuid::Uuid)]
    id: GroupId,
}

/// Makes a group, which the caller owns. A team is seen by every agent, a group by its members alone.
#[utoipa::path(
    post, path = "/groups", tag = "directory", request_body = NewGroup,
    responses(
        (status = 201, body = MadeGroup),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 422, description = "`directory.bad_name`, `directory.too_long`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.group.made"))),
)]
pub(super) async fn make_group(
    State(directory): State<Directory>,
    caller: Caller,
    Json(new): Json<NewGroup>,
) -> Result<(StatusCode, Json<MadeGroup>), Failure> {
    let viewer = directory.viewer(&caller).await?;
    let id = directory.make_group(&viewer, new.kind, &new.name, new.description.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(MadeGroup { id })))
}

/// A group with its members.
#[utoipa::path(
    get, path = "/groups/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = GroupPage),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_group`", body = ProblemBody),
        (status = 429, description = "`directory.too_many_people {seconds}`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only; the first person too many of a day tells directory.budget.exceeded"))),
)]
pub(super) async fn show_group(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<GroupId>,
) -> Result<Json<GroupPage>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(directory.group_page(&viewer, id).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedGroup {
    name: Option<String>,
    description: Option<String>,
}

/// Changes a group that one owns.
#[utoipa::path(
    patch, path = "/groups/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = ChangedGroup,
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_owner`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_group`", body = ProblemBody),
        (status = 422, description = "`directory.bad_name`, `directory.too_long`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.group.changed"))),
)]
pub(super) async fn change_group(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<GroupId>,
    Json(changed): Json<ChangedGroup>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.change_group(&viewer, id, changed.name.as_deref(), changed.description.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a group that one owns: nobody holds anything by it any more.
#[utoipa::path(
    delete, path = "/groups/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_owner`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_group`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.group.ended"))),
)]
pub(super) async fn end_group(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<GroupId>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.end_group(&viewer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Membership {
    role: MemberRole,
    /// The last day.
    #[serde(default, with = "optional_day")]
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
}

/// Puts somebody in a group that one owns, or changes what they are in it.
#[utoipa::path(
    put, path = "/groups/{id}/members/{person}", tag = "directory",
    params(("id" = uuid::Uuid, Path), ("person" = uuid::Uuid, Path)), request_body = Membership,
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_owner`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_group`, `directory.no_such_person`", body = ProblemBody),
        (status = 409, description = "`directory.last_owner`", body = ProblemBody),
        (status = 422, description = "`directory.bad_days`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.member.put"))),
)]
pub(super) async fn put_member(
    State(directory): State<Directory>,
    caller: Caller,
    Path((id, person)): Path<(GroupId, PersonId)>,
    Json(membership): Json<Membership>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.put_member(&viewer, id, person, membership.role, membership.until).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes somebody out of a group that one owns, whether they are in it or not; or leaves it.
#[utoipa::path(
    delete, path = "/groups/{id}/members/{person}", tag = "directory",
    params(("id" = uuid::Uuid, Path), ("person" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_owner`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_group`, `directory.no_such_person`", body = ProblemBody),
        (status = 409, description = "`directory.last_owner`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.member.removed"))),
)]
pub(super) async fn remove_member(
    State(directory): State<Directory>,
    caller: Caller,
    Path((id, person)): Path<(GroupId, PersonId)>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.remove_member(&viewer, id, person).await?;
    Ok(StatusCode::NO_CONTENT)
}
