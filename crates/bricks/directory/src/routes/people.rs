//! People: cards, one's own profile, absence and presence, photos, protection.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{PersonId, ScopeId};
use serde::Deserialize;
use time::{Date, OffsetDateTime};
use web::{Caller, Confirmation, Failure, Json, Path, ProblemBody};

use crate::{
    Directory,
    model::{
        absence::Absence,
        organisation::day,
        profile::{ChangedProfile, Place, Presence, Telephone},
    },
    views::people::{MyProfile, PersonCard},
};

/// Somebody's card, with what the caller may see of it. Another person's counts once a day, and so does whom it shows.
#[utoipa::path(
    get, path = "/people/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = PersonCard),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_person`", body = ProblemBody),
        (status = 429, description = "`directory.too_many_cards {seconds}`, `directory.too_many_people {seconds}`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only; the first card too many of a day tells directory.budget.exceeded"))),
)]
pub(super) async fn open_card(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<PersonId>,
) -> Result<Json<PersonCard>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(directory.open_card(&viewer, id).await?))
}

/// One's own profile, whole.
#[utoipa::path(
    get, path = "/people/me", tag = "directory",
    responses(
        (status = 200, body = MyProfile),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn my_profile(
    State(directory): State<Directory>,
    caller: Caller,
) -> Result<Json<MyProfile>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(directory.my_profile(&viewer).await?))
}

/// Changes one's own profile: what is not given stays, what is given empty goes.
#[utoipa::path(
    patch, path = "/people/me", tag = "directory", request_body = ChangedProfile,
    responses(
        (status = 200, body = MyProfile),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 422, description = "`directory.too_long`, `directory.too_many`, `directory.bad_telephone`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.profile.changed"))),
)]
pub(super) async fn change_my_profile(
    State(directory): State<Directory>,
    caller: Caller,
    Json(changed): Json<ChangedProfile>,
) -> Result<Json<MyProfile>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.change_my_profile(&viewer, changed).await?;
    Ok(Json(directory.my_profile(&viewer).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptProfile {
    usage_name: Option<String>,
    civility: Option<String>,
    title: Option<String>,
    place: Option<Place>,
    telephones: Option<Vec<Telephone>>,
    languages: Option<Vec<String>>,
    skills: Option<Vec<String>>,
    about: Option<String>,
    /// Where they work from now on: an organisation that the caller keeps too.
    #[schema(value_type = Option<uuid::Uuid>)]
    organisation: Option<ScopeId>,
}

/// Changes the profile, or the place, of somebody of a tree that the caller keeps.
#[utoipa::path(
    patch, path = "/people/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = KeptProfile,
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_person`, `directory.no_such_organisation`", body = ProblemBody),
        (status = 409, description = "`directory.organisation_closed`", body = ProblemBody),
        (status = 422, description = "what is wrong with it", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.profile.changed"))),
)]
pub(super) async fn change_profile(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<PersonId>,
    Json(kept): Json<KeptProfile>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    let changed = ChangedProfile {
        usage_name: kept.usage_name,
        civility: kept.civility,
        title: kept.title,
        place: kept.place,
        telephones: kept.telephones,
        languages: kept.languages,
        skills: kept.skills,
        about: kept.about,
        visibility: None,
    };
    directory.change_profile(&viewer, id, changed, kept.organisation).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAbsence {
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The last day, included.
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    until: Date,
    #[serde(default)]
    message: Option<String>,
    /// Who stands in.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    deputy: Option<PersonId>,
}

/// Says that one is away, from a day to a day, and who stands in. It replaces what was said before.
#[utoipa::path(
    put, path = "/people/me/absence", tag = "directory", request_body = NewAbsence,
    responses(
        (status = 204),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_person`: the deputy", body = ProblemBody),
        (status = 422, description = "`directory.bad_absence`, `directory.own_deputy`, `directory.too_long`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.absence.set"))),
)]
pub(super) async fn set_absence(
    State(directory): State<Directory>,
    caller: Caller,
    Json(new): Json<NewAbsence>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    let absence = Absence { from: new.from, until: new.until, message: new.message, deputy: new.deputy };
    directory.set_absence(&viewer, absence).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that one is back, or will not be away.
#[utoipa::path(
    delete, path = "/people/me/absence", tag = "directory",
    responses((status = 204), (status = 403, description = "`directory.agents_only`", body = ProblemBody)),
    extensions(("x-tells" = json!("directory.absence.ended"))),
)]
pub(super) async fn end_absence(
    State(directory): State<Directory>,
    caller: Caller,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.end_absence(&viewer).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPresence {
    presence: Presence,
    /// When it is over by itself.
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<OffsetDateTime>,
}

/// Says whether one is there.
#[utoipa::path(
    put, path = "/people/me/presence", tag = "directory", request_body = NewPresence,
    responses((status = 204), (status = 403, description = "`directory.agents_only`", body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: said often and to nobody in particular"))),
)]
pub(super) async fn set_presence(
    State(directory): State<Directory>,
    caller: Caller,
    Json(new): Json<NewPresence>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.set_presence(&viewer, new.presence, new.until).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Somebody's photo, if the caller may see it.
#[utoipa::path(
    get, path = "/people/{id}/photo", tag = "directory", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "an image", content_type = "image/*"),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_person`, `directory.no_photo`", body = ProblemBody),
        (status = 429, description = "`directory.too_many_people {seconds}`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only; the first person too many of a day tells directory.budget.exceeded"))),
)]
pub(super) async fn photo(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<PersonId>,
) -> Result<Response, Failure> {
    const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");
    let viewer = directory.viewer(&caller).await?;
    let (media_type, bytes) = directory.photo(&viewer, id).await?;
    let fields: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, HeaderValue::from_str(&media_type).map_err(kernel::Problem::internal)?),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300")),
    ];
    Ok((fields, bytes).into_response())
}

/// Gives oneself a photo: a PNG, a JPEG or a WebP of 2 MiB and 16 megapixels at most. It is drawn anew as a JPEG of 512 pixels a
/// side at most: nothing else of the file is kept.
#[utoipa::path(
    put, path = "/people/me/photo", tag = "directory", request_body(content = Vec<u8>, content_type = "image/*"),
    responses(
        (status = 204),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 413, description = "`web.body_too_large`", body = ProblemBody),
        (status = 422, description = "`directory.bad_photo`, `directory.large_photo`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.profile.changed"))),
)]
pub(super) async fn set_photo(
    State(directory): State<Directory>,
    caller: Caller,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    let bytes = super::whole(body)?;
    directory.set_photo(&viewer, bytes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes one's photo away.
#[utoipa::path(
    delete, path = "/people/me/photo", tag = "directory",
    responses((status = 204), (status = 403, description = "`directory.agents_only`", body = ProblemBody)),
    extensions(("x-tells" = json!("directory.profile.changed"))),
)]
pub(super) async fn delete_photo(
    State(directory): State<Directory>,
    caller: Caller,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.delete_photo(&viewer).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Protection {
    protected: bool,
}

/// Takes somebody out of every answer, or puts them back. For who keeps their tree, who shows again who they are.
#[utoipa::path(
    put, path = "/people/{id}/protection", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = Protection,
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.protection.set"))),
)]
pub(super) async fn protect(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<PersonId>,
    Json(protection): Json<Protection>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    caller.confirmed(Confirmation::KEYS, directory.now())?;
    directory.protect(&viewer, id, protection.protected).await?;
    Ok(StatusCode::NO_CONTENT)
}
