//! Imports, and what they write of people.

use kernel::{Id, PersonId, ScopeId};
use sqlx::{FromRow, PgExecutor, types::Json};
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{ids, uuids};
use crate::model::{
    import::{ImportId, ImportKind, Report},
    profile::Telephone,
};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct ImportRow {
    id: Uuid,
    kind: String,
    organisation: Option<Uuid>,
    pub(crate) state: String,
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

/// After so long, whoever was reading a file is dead.
const DEAD: Duration = Duration::hours(1);

pub(crate) async fn insert(
    db: impl PgExecutor<'_>,
    id: ImportId,
    kind: ImportKind,
    organisation: Option<ScopeId>,
    by: PersonId,
    file: &[u8],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.imports (id, kind, organisation, state, made_by, made_at, busy_since, file)
         VALUES ($1, $2, $3, 'checking', $4, $5, $5, $6)",
    )
    .bind(id.uuid())
    .bind(kind.as_str())
    .bind(organisation.map(Id::uuid))
    .bind(by.uuid())
    .bind(now)
    .bind(file)
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
        "UPDATE directory.imports SET state = $2, columns = $3, report = $4, busy_since = NULL,
                file = CASE WHEN $2 = 'checked' THEN file END WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(state)
    .bind(columns)
    .bind(Json(report))
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The file goes: what was in it is in the directory now.
pub(crate) async fn set_applied(
    tx: &mut Tx,
    id: ImportId,
    report: &Report,
    by: PersonId,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.imports SET state = 'applied', report = $2, applied_by = $3, applied_at = $4, file = NULL
          WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(Json(report))
    .bind(by.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Takes a tree (everything, without one) in hand until commit: no other import of it is applied meanwhile. A process or a
/// connection that dies lets go of it. Says whether it was free; nobody waits for it, who would keep a connection from others.
pub(crate) async fn take(tx: &mut Tx, root: Option<ScopeId>) -> Result<bool, store::Error> {
    // One that is about the whole house excludes those of every tree.
    let house = match root {
        Some(_) => "SELECT pg_try_advisory_xact_lock_shared(hashtextextended('directory.imports', 0))",
        None => "SELECT pg_try_advisory_xact_lock(hashtextextended('directory.imports', 0))",
    };
    let free: bool = sqlx::query_scalar(house).fetch_one(&mut **tx).await?;
    let (true, Some(root)) = (free, root) else { return Ok(free) };
    sqlx::query_scalar(
        "SELECT pg_try_advisory_xact_lock(hashtextextended('directory.imports/' || $1::text, 0))",
    )
    .bind(root.uuid())
    .fetch_one(&mut **tx)
    .await
}

/// The state of an import and its file, which is gone once it is applied.
pub(crate) async fn held(
    tx: &mut Tx,
    id: ImportId,
) -> Result<Option<(String, Option<Vec<u8>>)>, store::Error> {
    sqlx::query_as("SELECT state, file FROM directory.imports WHERE id = $1")
        .bind(id.uuid())
        .fetch_optional(&mut **tx)
        .await
}

/// How many people, or organisations, imports have taken out of a tree within a day.
pub(crate) async fn left_lately(
    tx: &mut Tx,
    kind: ImportKind,
    top: Option<ScopeId>,
    now: OffsetDateTime,
) -> Result<u64, store::Error> {
    let left: i64 = sqlx::query_scalar(
        "SELECT coalesce(sum((i.report->>'removed')::bigint), 0)::bigint
           FROM directory.imports i LEFT JOIN directory.organisations o ON o.id = i.organisation
          WHERE i.state = 'applied' AND i.applied_at > $3 AND (i.kind = 'people') = ($1 = 'people')
            AND ($2::uuid IS NULL OR $2 = ANY(o.path))",
    )
    .bind(kind.as_str())
    .bind(top.map(Id::uuid))
    .bind(now - Duration::DAY)
    .fetch_one(&mut **tx)
    .await?;
    Ok(left.unsigned_abs())
}

pub(crate) async fn page(db: impl PgExecutor<'_>, id: ImportId) -> Result<Option<ImportRow>, store::Error> {
    sqlx::query_as(
        "SELECT id, kind, organisation, state, report, made_by, made_at, applied_at
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
        "SELECT i.id, i.kind, i.organisation, i.state, i.report, i.made_by, i.made_at, i.applied_at
           FROM directory.imports i LEFT JOIN directory.organisations o ON o.id = i.organisation
          WHERE $1::uuid[] IS NULL OR o.path && $1 ORDER BY i.made_at DESC LIMIT 50",
    )
    .bind(trees.map(uuids))
    .fetch_all(db)
    .await
}

/// Forgets imports, with their files, made before an instant and never applied; and those that died while being read.
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

/// How many people of these populations a tree has today, and which of them nobody names (a few of them).
pub(crate) async fn missing_people(
    tx: &mut Tx,
    named: &[PersonId],
    top: Option<ScopeId>,
    populations: &[&str],
    now: OffsetDateTime,
) -> Result<(u64, u64, Vec<PersonId>), store::Error> {
    let (present, missing, some): (i64, i64, Option<Vec<Uuid>>) = sqlx::query_as(
        "WITH present AS (
             SELECT DISTINCT a.person
               FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
              WHERE ($2::uuid IS NULL OR o.path @> ARRAY[$2]) AND a.population = ANY($3)
                AND a.since <= $4 AND (a.until IS NULL OR a.until > $4)
         ), missing AS (
             SELECT person FROM present p
              WHERE NOT EXISTS (SELECT FROM unnest($1::uuid[]) AS named (person) WHERE named.person = p.person)
         )
         SELECT (SELECT count(*) FROM present), (SELECT count(*) FROM missing),
                (SELECT array_agg(person) FROM (SELECT person FROM missing LIMIT 20) few)",
    )
    .bind(uuids(named))
    .bind(top.map(Id::uuid))
    .bind(populations)
    .bind(now)
    .fetch_one(&mut **tx)
    .await?;
    Ok((present.unsigned_abs(), missing.unsigned_abs(), ids(some.unwrap_or_default())))
}

/// How many people of these populations a tree had before an import wrote at this instant, and how many of them have their
/// place still and are named by nobody.
pub(crate) async fn left_out(
    tx: &mut Tx,
    named: &[PersonId],
    top: Option<ScopeId>,
    populations: &[&str],
    now: OffsetDateTime,
) -> Result<(u64, u64), store::Error> {
    let (present, missing): (i64, i64) = sqlx::query_as(
        "WITH present AS (
             SELECT a.person, bool_or(a.until IS NULL OR a.until > $4) AS still
               FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
              WHERE ($2::uuid IS NULL OR o.path @> ARRAY[$2]) AND a.population = ANY($3)
                AND a.since < $4 AND (a.until IS NULL OR a.until >= $4)
              GROUP BY a.person
         )
         SELECT count(*), count(*) FILTER (WHERE p.still AND named.person IS NULL)
           FROM present p LEFT JOIN (SELECT DISTINCT unnest($1::uuid[]) AS person) named ON named.person = p.person",
    )
    .bind(uuids(named))
    .bind(top.map(Id::uuid))
    .bind(populations)
    .bind(now)
    .fetch_one(&mut **tx)
    .await?;
    Ok((present.unsigned_abs(), missing.unsigned_abs()))
}

/// Ends the places of those whom nobody names; says whose and where. What an import gave at this instant is not looked at.
pub(crate) async fn end_missing(
    tx: &mut Tx,
    named: &[PersonId],
    top: Option<ScopeId>,
    populations: &[&str],
    now: OffsetDateTime,
) -> Result<Vec<(PersonId, ScopeId)>, store::Error> {
    let ended: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "UPDATE directory.affiliations a SET until = $4
           FROM directory.organisations o
          WHERE o.id = a.organisation AND ($2::uuid IS NULL OR o.path @> ARRAY[$2]) AND a.population = ANY($3)
            AND a.since < $4 AND (a.until IS NULL OR a.until > $4)
            AND NOT EXISTS (SELECT FROM unnest($1::uuid[]) AS named (person) WHERE named.person = a.person)
          RETURNING a.person, a.organisation",
    )
    .bind(uuids(named))
    .bind(top.map(Id::uuid))
    .bind(populations)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ended.into_iter().map(|(person, at)| (Id::from_uuid(person), Id::from_uuid(at))).collect())
}

/// Counts the tables again after many rows came, so that what follows is planned by what is there now.
pub(crate) async fn look_again(tx: &mut Tx) -> Result<(), store::Error> {
    sqlx::query("ANALYZE directory.people, directory.affiliations").execute(&mut **tx).await.map(drop)
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
pub(crate) struct WrittenPerson<'a> {
    pub(crate) person: Uuid,
    pub(crate) sort_name: &'a str,
    pub(crate) usage_name: Option<&'a str>,
    pub(crate) civility: Option<&'a str>,
    pub(crate) site: Option<&'a str>,
    pub(crate) office: Option<&'a str>,
    pub(crate) address: Option<&'a str>,
    pub(crate) telephones: &'a [Telephone],
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
    // Lists of lists come as text: arrays of the database are rectangles.
    let joined = |words: &[String]| words.join("\u{1f}");
    let column = |get: fn(&WrittenPerson<'_>) -> Option<String>| -> Vec<Option<String>> {
        people.iter().map(get).collect()
    };
    sqlx::query(
        "INSERT INTO directory.people AS p (person, sort_name, usage_name, civility, site, office, address, telephones,
                languages, skills, external_tree, external_id, source, updated_at)
         SELECT l.person, l.sort_name, l.usage_name, l.civility, l.site, l.office, l.address, l.telephones,
                string_to_array(l.languages, chr(31)), string_to_array(l.skills, chr(31)),
                CASE WHEN l.external_id IS NOT NULL THEN $2::uuid END, l.external_id, 'import', $4
           FROM unnest($1::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[],
                       $12::text[], $13::text[], $14::text[])
                AS l (person, sort_name, usage_name, civility, site, office, address, telephones, languages, skills, external_id)
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
    .bind(people.iter().map(|one| one.person).collect::<Vec<_>>())
    .bind(tree)
    .bind(columns)
    .bind(now)
    .bind(column(|one| Some(one.sort_name.to_owned())))
    .bind(column(|one| one.usage_name.map(str::to_owned)))
    .bind(column(|one| one.civility.map(str::to_owned)))
    .bind(column(|one| one.site.map(str::to_owned)))
    .bind(column(|one| one.office.map(str::to_owned)))
    .bind(column(|one| one.address.map(str::to_owned)))
    .bind(people.iter().map(|one| Json(one.telephones)).collect::<Vec<_>>())
    .bind(people.iter().map(|one| joined(one.languages)).collect::<Vec<_>>())
    .bind(people.iter().map(|one| joined(one.skills)).collect::<Vec<_>>())
    .bind(column(|one| one.external_id.map(str::to_owned)))
    .execute(&mut **tx)
    .await?;
    let retitled: Vec<Uuid> = people.iter().filter(|one| one.new_title).map(|one| one.person).collect();
    if retitled.is_empty() {
        return Ok(());
    }
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

/// Ends what these people have in a tree; says where. What an import gave no earlier than now never was.
pub(crate) async fn end_places(
    tx: &mut Tx,
    top: Option<ScopeId>,
    persons: &[PersonId],
    now: OffsetDateTime,
) -> Result<Vec<ScopeId>, store::Error> {
    let mut ended: Vec<Uuid> = sqlx::query_scalar(
        "UPDATE directory.affiliations a SET until = $3 FROM directory.organisations o
          WHERE o.id = a.organisation AND a.person = ANY($1) AND ($2::uuid IS NULL OR $2 = ANY(o.path))
            AND a.since < $3 AND (a.until IS NULL OR a.until > $3)
          RETURNING a.organisation",
    )
    .bind(uuids(persons))
    .bind(top.map(Id::uuid))
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    let never: Vec<Uuid> = sqlx::query_scalar(
        "DELETE FROM directory.affiliations a USING directory.organisations o
          WHERE o.id = a.organisation AND a.person = ANY($1) AND ($2::uuid IS NULL OR $2 = ANY(o.path))
            AND a.since >= $3 AND a.source = 'import' AND a.until IS NULL
          RETURNING a.organisation",
    )
    .bind(uuids(persons))
    .bind(top.map(Id::uuid))
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    ended.extend(never);
    Ok(ids(ended))
}

/// Gives people their places.
pub(crate) async fn place_people(
    tx: &mut Tx,
    places: &[NewPlace<'_>],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    if places.is_empty() {
        return Ok(());
    }
    let persons: Vec<Uuid> = places.iter().map(|place| place.person.uuid()).collect();
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
