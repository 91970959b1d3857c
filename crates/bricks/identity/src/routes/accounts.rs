//! Accounts, for who administers the house.

use axum::extract::State;
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, Path, ProblemBody, Query};

use super::Nothing;
use crate::{
    Identity,
    actions::{Account, AccountLine},
};

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Typed {
    /// A name, or an address: two letters of it at least.
    q: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Accounts {
    accounts: Vec<AccountLine>,
}

/// Accounts by name or address, twenty at most.
#[utoipa::path(
    get, path = "/accounts", tag = "identity", params(Typed),
    responses(
        (status = 200, body = Accounts),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`identity.not_administrator`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn find_accounts(
    State(identity): State<Identity>,
    caller: Caller,
    Query(typed): Query<Typed>,
) -> Result<Json<Accounts>, Failure> {
    Ok(Json(Accounts { accounts: identity.find_accounts(&caller, &typed.q).await? }))
}

/// By what somebody comes in, and what is open. No secret is ever shown.
#[utoipa::path(
    get, path = "/accounts/{person}", tag = "identity", params(("person" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Account),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`identity.not_administrator`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_account(
    State(identity): State<Identity>,
    caller: Caller,
    Path(person): Path<PersonId>,
) -> Result<Json<Account>, Failure> {
    Ok(Json(identity.account(&caller, person).await?))
}

/// Suspends somebody: sessions, tokens and applications end at once, and they do not come back in.
#[utoipa::path(
    put, path = "/accounts/{person}/suspension", tag = "identity", request_body = Nothing,
    params(("person" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Account),
        (status = 401, description = "also `confirm`", body = ProblemBody),
        (status = 403, description = "`identity.not_administrator`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_person`", body = ProblemBody),
        (status = 409, description = "`identity.own_account`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.person.disabled"))),
)]
pub(super) async fn suspend(
    State(identity): State<Identity>,
    caller: Caller,
    Path(person): Path<PersonId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<Json<Account>, Failure> {
    Ok(Json(identity.suspend(&caller, person).await?))
}

/// Lets somebody in again. What was closed stays closed.
#[utoipa::path(
    delete, path = "/accounts/{person}/suspension", tag = "identity", params(("person" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Account),
        (status = 401, description = "also `confirm`", body = ProblemBody),
        (status = 403, description = "`identity.not_administrator`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_person`", body = ProblemBody),
        (status = 409, description = "`identity.own_account`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.person.enabled"))),
)]
pub(super) async fn reinstate(
    State(identity): State<Identity>,
    caller: Caller,
    Path(person): Path<PersonId>,
) -> Result<Json<Account>, Failure> {
    Ok(Json(identity.reinstate(&caller, person).await?))
}

/// Closes every session of somebody.
#[utoipa::path(
    delete, path = "/accounts/{person}/sessions", tag = "identity", params(("person" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Account),
        (status = 401, description = "also `confirm`", body = ProblemBody),
        (status = 403, description = "`identity.not_administrator`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_person`", body = ProblemBody),
        (status = 409, description = "`identity.own_account`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.closed"))),
)]
pub(super) async fn sign_out_everywhere(
    State(identity): State<Identity>,
    caller: Caller,
    Path(person): Path<PersonId>,
) -> Result<Json<Account>, Failure> {
    Ok(Json(identity.sign_out_everywhere(&caller, person).await?))
}

/// Takes away passkeys, code application and recovery codes, for who lost them all. A letter tells them.
#[utoipa::path(
    delete, path = "/accounts/{person}/factors", tag = "identity", params(("person" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Account),
        (status = 401, description = "also `confirm`", body = ProblemBody),
        (status = 403, description = "`identity.not_administrator`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_person`", body = ProblemBody),
        (status = 409, description = "`identity.own_account`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.factors.forgotten"))),
)]
pub(super) async fn forget_factors(
    State(identity): State<Identity>,
    caller: Caller,
    Path(person): Path<PersonId>,
) -> Result<Json<Account>, Failure> {
    Ok(Json(identity.forget_their_factors(&caller, person).await?))
}
