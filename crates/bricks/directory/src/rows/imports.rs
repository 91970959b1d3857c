//! Imports and their lines.

use kernel::{Id, PersonId, ScopeId};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{FromRow, PgExecutor, types::Json};
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{ids, uuids};
use crate::model::import::{ImportId, ImportKind, Outcome, Report};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct ImportRow {
    id: Uuid,
    kind: String,
    organisation: Option<Uuid>,
    pub(crate) state: String,
    pub(crate) columns: Vec<String>,
    #[sqlx(json)]
    pub(crate) report: Report,
    made_by: Uuid,
    pub(crate) made_at: OffsetDateTime,
    pub(crate) applied_at: Option<OffsetDateTime>,
}

impl ImportRow {
    pub(crate) fn id(&self) -> ImportId {
        Id::from_uuid(self.id)
    }

    pub(crate) fn kind(&self) -> ImportKind {
        ImportKind::read(&self.kind)
    }

    pub(crate) fn organisation(&self) -> Option<ScopeId> {
        self.organisation.map(Id::from_uuid)
    }

    pub(crate) fn made_by(&self) -> PersonId {
        Id::from_uuid(self.made_by)
    }
}

/// After so long, whoever was working on an import is dead.
const DEAD: Duration = Duration::hours(1);

pub(crate) async fn insert(
    db: impl PgExecutor<'_>,
    id: ImportId,
    kind: ImportKind,
    organisation: Option<ScopeId>,
    by: PersonId,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.imports (id, kind, organisation, state, made_by, made_at, busy_since)
         VALUES ($1, $2, $3, 'checking', $4, $5, $5)",
    )
    .bind(id.uuid())
    .bind(kind.as_str())
    .bind(organisation.map(Id::uuid))
    .bind(by.uuid())
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

pub(crate) async fn delete(db: impl PgExecutor<'_>, id: ImportId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM directory.imports WHERE id = $1").bind(id.uuid()).execute(db).await.map(drop)
}

pub(crate) async fn set_checked(
    tx: &mut Tx,
    id: ImportId,
    state: &str,
    columns: &[String],
    report: &Report,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.imports SET state = $2, columns = $3, report = $4, busy_since = NULL WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(state)
    .bind(columns)
    .bind(Json(report))
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn set_applied(
    tx: &mut Tx,
    id: ImportId,
    report: &Report,
    by: PersonId,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.imports SET state = 'applied', report = $2, applied_by = $3, applied_at = $4, busy_since = NULL
          WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(Json(report))
    .bind(by.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    // What was in the file is in the directory now.
    sqlx::query("DELETE FROM directory.import_lines WHERE import = $1")
        .bind(id.uuid())
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Begins to work on an import that was checked; says whether nobody else is.
pub(crate) async fn take(
    db: impl PgExecutor<'_>,
    id: ImportId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let taken = sqlx::query(
        "UPDATE directory.imports SET busy_since = $2
          WHERE id = $1 AND state = 'checked' AND (busy_since IS NULL OR busy_since < $3)",
    )
    .bind(id.uuid())
    .bind(now)
    .bind(now - DEAD)
    .execute(db)
    .await?;
    Ok(taken.rows_affected() > 0)
}

pub(crate) async fn give_back(db: impl PgExecutor<'_>, id: ImportId) -> Result<(), store::Error> {
    sqlx::query("UPDATE directory.imports SET busy_since = NULL WHERE id = $1")
        .bind(id.uuid())
        .execute(db)
        .await
        .map(drop)
}

pub(crate) async fn page(db: impl PgExecutor<'_>, id: ImportId) -> Result<Option<ImportRow>, store::Error> {
    sqlx::query_as(
        "SELECT id, kind, organisation, state, columns, report, made_by, made_at, applied_at
           FROM directory.imports WHERE id = $1",
    )
    .bind(id.uuid())
    .fetch_optional(db)
    .await
}

/// The newest first; of everything, or of these trees.
pub(crate) async fn newest(
    db: impl PgExecutor<'_>,
    trees: Option<&[ScopeId]>,
) -> Result<Vec<ImportRow>, store::Error> {
    sqlx::query_as(
        "SELECT i.id, i.kind, i.organisation, i.state, i.columns, i.report, i.made_by, i.made_at, i.applied_at
           FROM directory.imports i LEFT JOIN directory.organisations o ON o.id = i.organisation
          WHERE $1::uuid[] IS NULL OR o.path && $1 ORDER BY i.made_at DESC LIMIT 50",
    )
    .bind(trees.map(uuids))
    .fetch_all(db)
    .await
}

/// Forgets imports, with their lines, made before an instant and never applied; and those that died while being read.
pub(crate) async fn sweep(db: impl PgExecutor<'_>, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query(
        "DELETE FROM directory.imports
          WHERE (state <> 'applied' AND made_at < $1) OR (state = 'checking' AND busy_since < $2)",
    )
    .bind(now - Duration::days(7))
    .bind(now - DEAD)
    .execute(db)
    .await
    .map(drop)
}

/// A line to be kept until the import is applied.
pub(crate) struct NewLine<T> {
    pub(crate) line: u32,
    pub(crate) subject: Option<Uuid>,
    pub(crate) outcome: Outcome,
    pub(crate) content: T,
}

pub(crate) async fn insert_lines<T: Serialize>(
    tx: &mut Tx,
    import: ImportId,
    lines: &[NewLine<T>],
) -> Result<(), store::Error> {
    let numbers: Vec<i32> = lines.iter().map(|line| line.line.cast_signed()).collect();
    let subjects: Vec<Option<Uuid>> = lines.iter().map(|line| line.subject).collect();
    let outcomes: Vec<&str> = lines.iter().map(|line| line.outcome.as_str()).collect();
    let contents: Vec<Json<&T>> = lines.iter().map(|line| Json(&line.content)).collect();
    sqlx::query(
        "INSERT INTO directory.import_lines (import, line, subject, outcome, content)
         SELECT $1, * FROM unnest($2::integer[], $3::uuid[], $4::text[], $5::jsonb[]) ON CONFLICT DO NOTHING",
    )
    .bind(import.uuid())
    .bind(numbers)
    .bind(subjects)
    .bind(outcomes)
    .bind(contents)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The lines that are to be looked at again, in order, after one of them.
pub(crate) async fn lines<T: DeserializeOwned + Send + Unpin + 'static>(
    tx: &mut Tx,
    import: ImportId,
    after: i32,
    limit: i64,
) -> Result<Vec<(i32, T)>, store::Error> {
    let rows: Vec<(i32, Json<T>)> = sqlx::query_as(
        "SELECT line, content FROM directory.import_lines
          WHERE import = $1 AND line > $2 AND outcome <> 'fault' ORDER BY line LIMIT $3",
    )
    .bind(import.uuid())
    .bind(after)
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|(line, Json(content))| (line, content)).collect())
}

/// Says of whom a line speaks, now that it is known.
pub(crate) async fn set_subjects(
    tx: &mut Tx,
    import: ImportId,
    subjects: &[(u32, PersonId)],
) -> Result<(), store::Error> {
    let (lines, persons): (Vec<i32>, Vec<Uuid>) =
        subjects.iter().map(|(line, person)| (line.cast_signed(), person.uuid())).unzip();
    sqlx::query(
        "UPDATE directory.import_lines l SET subject = new.subject
           FROM unnest($2::integer[], $3::uuid[]) AS new (line, subject) WHERE l.import = $1 AND l.line = new.line",
    )
    .bind(import.uuid())
    .bind(lines)
    .bind(persons)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// How many people of these populations a tree has today, and which of them no line speaks of (a few of them).
pub(crate) async fn missing_people(
    tx: &mut Tx,
    import: ImportId,
    top: Option<ScopeId>,
    populations: &[&str],
    now: OffsetDateTime,
) -> Result<(i64, i64, Vec<PersonId>), store::Error> {
    let (present, missing, some): (i64, i64, Option<Vec<Uuid>>) = sqlx::query_as(
        "WITH present AS (
             SELECT DISTINCT a.person
               FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
              WHERE ($2::uuid IS NULL OR o.path @> ARRAY[$2]) AND a.population = ANY($3)
                AND a.since <= $4 AND (a.until IS NULL OR a.until > $4)
         ), missing AS (
             SELECT person FROM present p WHERE NOT EXISTS (
                 SELECT FROM directory.import_lines l WHERE l.import = $1 AND l.subject = p.person)
         )
         SELECT (SELECT count(*) FROM present), (SELECT count(*) FROM missing),
                (SELECT array_agg(person) FROM (SELECT person FROM missing LIMIT 20) few)",
    )
    .bind(import.uuid())
    .bind(top.map(Id::uuid))
    .bind(populations)
    .bind(now)
    .fetch_one(&mut **tx)
    .await?;
    Ok((present, missing, ids(some.unwrap_or_default())))
}

/// Ends the places of those whom no line speaks of; says whose.
pub(crate) async fn end_missing(
    tx: &mut Tx,
    import: ImportId,
    top: Option<ScopeId>,
    populations: &[&str],
    now: OffsetDateTime,
) -> Result<Vec<PersonId>, store::Error> {
    let ended: Vec<Uuid> = sqlx::query_scalar(
        "UPDATE directory.affiliations a SET until = $4
           FROM directory.organisations o
          WHERE o.id = a.organisation AND ($2::uuid IS NULL OR o.path @> ARRAY[$2]) AND a.population = ANY($3)
            AND a.since < $4 AND (a.until IS NULL OR a.until > $4)
            AND NOT EXISTS (SELECT FROM directory.import_lines l WHERE l.import = $1 AND l.subject = a.person)
          RETURNING a.person",
    )
    .bind(import.uuid())
    .bind(top.map(Id::uuid))
    .bind(populations)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids(ended))
}

/// Those whom an organisation's own records name so.
pub(crate) async fn by_uids(
    db: impl PgExecutor<'_>,
    tree: Uuid,
    uids: &[&str],
) -> Result<Vec<(String, PersonId)>, store::Error> {
    let rows: Vec<(String, Uuid)> = sqlx::query_as(
        "SELECT external_id, person FROM directory.people WHERE external_tree = $1 AND external_id = ANY($2)",
    )
    .bind(tree)
    .bind(uids)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(uid, person)| (uid, Id::from_uuid(person))).collect())
}

/// Under which name the records of a tree know these persons.
pub(crate) async fn uids_of(
    db: impl PgExecutor<'_>,
    tree: Uuid,
    persons: &[PersonId],
) -> Result<Vec<(PersonId, String)>, store::Error> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as(
        "SELECT person, external_id FROM directory.people
          WHERE external_tree = $1 AND person = ANY($2) AND external_id IS NOT NULL",
    )
    .bind(tree)
    .bind(uuids(persons))
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(person, uid)| (Id::from_uuid(person), uid)).collect())
}

/// What is written of one person; what is of a column that the file does not have stays.
#[derive(Debug, Serialize)]
pub(crate) struct WrittenPerson<'a> {
    pub(crate) person: Uuid,
    pub(crate) sort_name: &'a str,
    pub(crate) usage_name: Option<&'a str>,
    pub(crate) civility: Option<&'a str>,
    pub(crate) site: Option<&'a str>,
    pub(crate) office: Option<&'a str>,
    pub(crate) address: Option<&'a str>,
    pub(crate) telephones: serde_json::Value,
    pub(crate) languages: &'a [String],
    pub(crate) skills: &'a [String],
    pub(crate) external_id: Option<&'a str>,
    /// Whether their employer says something new of what they are: it goes before what they said.
    pub(crate) new_title: bool,
}

pub(crate) async fn write_people(
    tx: &mut Tx,
    tree: Uuid,
    people: &[WrittenPerson<'_>],
    columns: &[String],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.people AS p (person, sort_name, usage_name, civility, site, office, address, telephones,
                languages, skills, external_tree, external_id, source, updated_at)
         SELECT l.person, l.sort_name, l.usage_name, l.civility, l.site, l.office, l.address, l.telephones,
                ARRAY(SELECT jsonb_array_elements_text(l.languages)), ARRAY(SELECT jsonb_array_elements_text(l.skills)),
                CASE WHEN l.external_id IS NOT NULL THEN $2 END, l.external_id, 'import', $4
           FROM jsonb_to_recordset($1) AS l (person uuid, sort_name text, usage_name text, civility text, site text,
                office text, address text, telephones jsonb, languages jsonb, skills jsonb, external_id text, new_title boolean)
         ON CONFLICT (person) DO UPDATE SET
                sort_name = excluded.sort_name,
                usage_name = CASE WHEN 'usage_name' = ANY($3) THEN excluded.usage_name ELSE p.usage_name END,
                civility = CASE WHEN 'civility' = ANY($3) THEN excluded.civility ELSE p.civility END,
                site = CASE WHEN 'site' = ANY($3) THEN excluded.site ELSE p.site END,
                office = CASE WHEN 'office' = ANY($3) THEN excluded.office ELSE p.office END,
                address = CASE WHEN 'postal_address' = ANY($3) THEN excluded.address ELSE p.address END,
                telephones = excluded.telephones,
                languages = CASE WHEN 'languages' = ANY($3) THEN excluded.languages ELSE p.languages END,
                skills = CASE WHEN 'skills' = ANY($3) THEN excluded.skills ELSE p.skills END,
                external_tree = coalesce(excluded.external_tree, p.external_tree),
                external_id = coalesce(excluded.external_id, p.external_id),
                source = 'import', updated_at = excluded.updated_at",
    )
    .bind(Json(people))
    .bind(tree)
    .bind(columns)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    let retitled: Vec<Uuid> = people.iter().filter(|one| one.new_title).map(|one| one.person).collect();
    sqlx::query("UPDATE directory.people SET title = NULL WHERE person = ANY($1) AND title IS NOT NULL")
        .bind(retitled)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// A place that an import gives.
pub(crate) struct NewPlace<'a> {
    pub(crate) person: PersonId,
    pub(crate) organisation: ScopeId,
    pub(crate) population: &'static str,
    pub(crate) title: Option<&'a str>,
}

/// Ends what these people have in a tree, and gives them new places.
pub(crate) async fn place_people(
    tx: &mut Tx,
    top: Option<ScopeId>,
    places: &[NewPlace<'_>],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let persons: Vec<Uuid> = places.iter().map(|place| place.person.uuid()).collect();
    sqlx::query(
        "UPDATE directory.affiliations a SET until = $3 FROM directory.organisations o
          WHERE o.id = a.organisation AND a.person = ANY($1) AND ($2::uuid IS NULL OR o.path @> ARRAY[$2])
            AND a.since < $3 AND (a.until IS NULL OR a.until > $3)",
    )
    .bind(&persons)
    .bind(top.map(Id::uuid))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    let new: Vec<Uuid> = places.iter().map(|_| Uuid::now_v7()).collect();
    let organisations: Vec<Uuid> = places.iter().map(|place| place.organisation.uuid()).collect();
    let populations: Vec<&str> = places.iter().map(|place| place.population).collect();
    let titles: Vec<Option<&str>> = places.iter().map(|place| place.title).collect();
    sqlx::query(
        "INSERT INTO directory.affiliations (id, person, organisation, population, title, since, source)
         SELECT id, person, organisation, population, title, $6, 'import'
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
             AS new (id, person, organisation, population, title)",
    )
    .bind(new)
    .bind(persons)
    .bind(organisations)
    .bind(populations)
    .bind(titles)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Changes the titles that people have in the places they keep.
pub(crate) async fn retitle(
    tx: &mut Tx,
    titles: &[(PersonId, Option<&str>)],
    top: Option<ScopeId>,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let (persons, titles): (Vec<Uuid>, Vec<Option<&str>>) =
        titles.iter().map(|(person, title)| (person.uuid(), *title)).unzip();
    sqlx::query(
        "UPDATE directory.affiliations a SET title = new.title
           FROM unnest($1::uuid[], $2::text[]) AS new (person, title), directory.organisations o
          WHERE a.person = new.person AND o.id = a.organisation AND ($3::uuid IS NULL OR o.path @> ARRAY[$3])
            AND a.since <= $4 AND (a.until IS NULL OR a.until > $4)",
    )
    .bind(persons)
    .bind(titles)
    .bind(top.map(Id::uuid))
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}
