//! The front desk, `/api/house`: what this house has, and what went wrong in it.

use std::sync::Arc;

use axum::extract::State;
use kernel::{Card, Fact, Kind, PersonId, Problem, Thing, ports::Permissions};
use mail::Mail;
use serde::Serialize;
use store::Store;
use time::OffsetDateTime;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{Caller, Failure, Json, Path};

#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) name: String,
    pub(crate) sample: bool,
    pub(crate) tools: Vec<&'static str>,
    pub(crate) store: Store,
    pub(crate) mail: Mail,
    pub(crate) permissions: Arc<dyn Permissions>,
}

impl Desk {
    pub(crate) fn public_routes(&self) -> OpenApiRouter {
        let mut routes = OpenApiRouter::new().routes(routes!(about));
        if self.sample {
            routes = routes.merge(Self::mail_routes());
        }
        routes.with_state(self.clone())
    }

    pub(crate) fn routes(&self) -> OpenApiRouter {
        let mut routes = OpenApiRouter::new().routes(routes!(list_dead_jobs)).routes(routes!(retry_dead_job));
        if !self.sample {
            routes = routes.merge(Self::mail_routes());
        }
        routes.with_state(self.clone())
    }

    fn mail_routes() -> OpenApiRouter<Self> {
        OpenApiRouter::new().routes(routes!(list_mails)).routes(routes!(open_mail))
    }

    async fn administrator(&self, person: PersonId) -> Result<(), Problem> {
        if self.permissions.administers(person).await? {
            return Ok(());
        }
        Err(Problem::plain(Kind::Forbidden, "house.not_administrator"))
    }

    /// Letters that stay here are for administrators; in a sample State, whose letters are nobody's, for everyone.
    async fn may_read_mails(&self, caller: Option<&Caller>) -> Result<(), Problem> {
        if !self.mail.keeps_letters() {
            return Err(Problem::plain(Kind::NotFound, "house.no_outbox"));
        }
        match caller {
            _ if self.sample => Ok(()),
            Some(caller) => self.administrator(caller.person).await,
            None => Err(Problem::plain(Kind::Unauthenticated, "sign_in")),
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct House {
    name: String,
    version: &'static str,
    /// Names the web app inside the program: a page of another build offers to reload.
    build: String,
    languages: [&'static str; 2],
    /// A sample State: one click signs in as anybody.
    sample: bool,
    outbox: Outbox,
    tools: Vec<ToolHere>,
}

/// Who may read the letters that stay here for want of a mail relay.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum Outbox {
    Off,
    Administrators,
    Everyone,
}

#[derive(Serialize, utoipa::ToSchema)]
struct ToolHere {
    name: &'static str,
}

/// What this house is, and which tools it has.
#[utoipa::path(
    get, path = "/", tag = "house", operation_id = "about_house",
    responses((status = 200, body = House)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
async fn about(State(desk): State<Desk>) -> Json<House> {
    let outbox = match (desk.mail.keeps_letters(), desk.sample) {
        (false, _) => Outbox::Off,
        (true, false) => Outbox::Administrators,
        (true, true) => Outbox::Everyone,
    };
    Json(House {
        name: desk.name,
        version: env!("CARGO_PKG_VERSION"),
        build: pages::build(),
        languages: ["fr", "en"],
        sample: desk.sample,
        outbox,
        tools: desk.tools.into_iter().map(|name| ToolHere { name }).collect(),
    })
}

#[derive(Serialize, utoipa::ToSchema)]
struct DeadJobs {
    jobs: Vec<DeadJob>,
}

/// Something that was to be done later and failed too often.
#[derive(Serialize, utoipa::ToSchema)]
struct DeadJob {
    id: Uuid,
    queue: String,
    attempts: u32,
    last_error: String,
    #[serde(with = "time::serde::rfc3339")]
    first_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    failed_at: OffsetDateTime,
}

/// What was to be done later and failed too often, newest first. For administrators.
#[utoipa::path(
    get, path = "/dead-jobs", tag = "house",
    responses((status = 200, body = DeadJobs), (status = 401, body = web::ProblemBody), (status = 403, body = web::ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
async fn list_dead_jobs(State(desk): State<Desk>, caller: Caller) -> Result<Json<DeadJobs>, Failure> {
    desk.administrator(caller.person).await?;
    let jobs = desk.store.dead_jobs(200).await.map_err(Problem::internal)?;
    let line = |job: store::DeadJob| DeadJob {
        id: job.id.uuid(),
        queue: job.queue,
        attempts: job.attempts,
        last_error: job.last_error,
        first_at: job.enqueued_at,
        failed_at: job.failed_at,
    };
    Ok(Json(DeadJobs { jobs: jobs.into_iter().map(line).collect() }))
}

/// Tries a failed job again from the start. For administrators.
#[utoipa::path(
    post, path = "/dead-jobs/{id}/retries", tag = "house", params(("id" = Uuid, Path)),
    responses((status = 202), (status = 401, body = web::ProblemBody), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody)),
    extensions(("x-tells" = json!("house.job.retried"))),
)]
async fn retry_dead_job(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<axum::http::StatusCode, Failure> {
    desk.administrator(caller.person).await?;
    if !desk.store.revive_job(id.into()).await.map_err(Problem::internal)? {
        return Err(Failure(Problem::plain(Kind::NotFound, "house.no_such_job")));
    }
    let mut tx = desk.store.begin().await.map_err(Problem::internal)?;
    let card = Card { thing: Thing::new("house", "job", id), title: String::new(), text: String::new() };
    let fact = Fact::new("house.job.retried", caller.actor()).about(card);
    store::tell(&mut tx, &fact).await.map_err(Problem::internal)?;
    tx.commit().await.map_err(Problem::internal)?;
    Ok(axum::http::StatusCode::ACCEPTED)
}

#[derive(Serialize, utoipa::ToSchema)]
struct Mails {
    mails: Vec<MailLine>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct MailLine {
    id: Uuid,
    to: String,
    subject: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// A letter of the local outbox.
#[derive(Serialize, utoipa::ToSchema)]
struct MailShown {
    id: Uuid,
    to: String,
    subject: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// A whole page, to be shown in a frame without rights.
    html: String,
    text: String,
}

/// The letters that stay here, newest first.
#[utoipa::path(
    get, path = "/mails", tag = "house",
    responses((status = 200, body = Mails), (status = 401, body = web::ProblemBody), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
async fn list_mails(
    State(desk): State<Desk>,
    caller: Option<axum::Extension<Caller>>,
) -> Result<Json<Mails>, Failure> {
    desk.may_read_mails(caller.as_deref()).await?;
    let lines = desk.mail.outbox_list(200).await.map_err(Problem::internal)?;
    let line = |line: mail::OutboxLine| MailLine {
        id: line.id.uuid(),
        to: line.to,
        subject: line.subject,
        at: line.at,
    };
    Ok(Json(Mails { mails: lines.into_iter().map(line).collect() }))
}

/// One letter that stays here.
#[utoipa::path(
    get, path = "/mails/{id}", tag = "house", params(("id" = Uuid, Path)),
    responses((status = 200, body = MailShown), (status = 401, body = web::ProblemBody), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
async fn open_mail(
    State(desk): State<Desk>,
    caller: Option<axum::Extension<Caller>>,
    Path(id): Path<Uuid>,
) -> Result<Json<MailShown>, Failure> {
    desk.may_read_mails(caller.as_deref()).await?;
    let found = desk.mail.outbox_message(id.into()).await.map_err(Problem::internal)?;
    let mail = found.ok_or_else(|| Failure(Problem::plain(Kind::NotFound, "house.no_such_mail")))?;
    Ok(Json(MailShown {
        id: mail.id.uuid(),
        to: mail.to,
        subject: mail.subject,
        at: mail.at,
        html: mail.html,
        text: mail.text,
    }))
}
