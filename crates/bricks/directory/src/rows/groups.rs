//! Teams, groups and who is in them.

use kernel::{Id, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ids, uuids};
use crate::model::{GroupId, GroupKind, MemberRole};

/// A group that lasts, with how many people everybody may count in it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct GroupRow {
    id: Uuid,
    kind: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) made_at: OffsetDateTime,
    pub(crate) members: i64,
    role: Option<String>,
}

impl GroupRow {
    pub(crate) fn id(&self) -> GroupId {
        Id::from_uuid(self.id)
    }

    pub(crate) fn kind(&self) -> GroupKind {
        GroupKind::read(&self.kind)
    }

    /// What whoever asked is in it.
    pub(crate) fn role(&self) -> Option<MemberRole> {
        self.role.as_deref().map(MemberRole::read)
    }
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct MemberRow {
    person: Uuid,
    role: String,
    pub(crate) until: Option<OffsetDateTime>,
}

impl MemberRow {
    pub(crate) fn person(&self) -> PersonId {
        Id::from_uuid(self.person)
    }

    pub(crate) fn role(&self) -> MemberRole {
        MemberRole::read(&self.role)
    }
}

/// Those of these groups that a person may see: teams, and the groups they are in.
pub(crate) async fn seen(
    db: impl PgExecutor<'_>,
    groups: &[GroupId],
    by: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<GroupRow>, store::Error> {
    sqlx::query_as(
        "SELECT g.id, g.kind, g.name, g.description, g.made_at, m.role,
                (SELECT count(*) FROM directory.memberships o
                   LEFT JOIN directory.people p ON p.person = o.person
                  WHERE o.group_id = g.id AND (o.until IS NULL OR o.until > $3)
                    AND NOT coalesce(p.protected, false)) AS members
           FROM directory.groups g
           LEFT JOIN directory.memberships m
                  ON m.group_id = g.id AND m.person = $2 AND (m.until IS NULL OR m.until > $3)
          WHERE g.id = ANY($1) AND g.ended_at IS NULL AND (g.kind = 'team' OR m.person IS NOT NULL)",
    )
    .bind(uuids(groups))
    .bind(by.uuid())
    .bind(now)
    .fetch_all(db)
    .await
}

/// The groups a person is in now, at most five hundred.
pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<GroupId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT g.id FROM directory.memberships m JOIN directory.groups g ON g.id = m.group_id
          WHERE m.person = $1 AND (m.until IS NULL OR m.until > $2) AND g.ended_at IS NULL
          ORDER BY g.name COLLATE \"fr-x-icu\", g.id LIMIT 500",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(ids(found))
}

pub(crate) async fn search(
    db: impl PgExecutor<'_>,
    text: &str,
    limit: i64,
) -> Result<Vec<Uuid>, store::Error> {
    sqlx::query_scalar(
        "SELECT id FROM directory.groups
          WHERE ended_at IS NULL AND strpos(lower(name COLLATE \"fr-x-icu\"), $1) > 0
          ORDER BY name COLLATE \"fr-x-icu\", id LIMIT $2",
    )
    .bind(text.to_lowercase())
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Owners first, at most five hundred.
pub(crate) async fn members(
    db: impl PgExecutor<'_>,
    group: GroupId,
    now: OffsetDateTime,
) -> Result<Vec<MemberRow>, store::Error> {
    sqlx::query_as(
        "SELECT m.person, m.role, m.until
           FROM directory.memberships m JOIN directory.groups g ON g.id = m.group_id AND g.ended_at IS NULL
           LEFT JOIN directory.people p ON p.person = m.person
          WHERE m.group_id = $1 AND (m.until IS NULL OR m.until > $2)
          ORDER BY m.role = 'owner' DESC, p.sort_name, m.person LIMIT 500",
    )
    .bind(group.uuid())
    .bind(now)
    .fetch_all(db)
    .await
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: GroupId,
    kind: GroupKind,
    name: &str,
    description: Option<&str>,
    by: PersonId,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.groups (id, kind, name, description, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.uuid())
    .bind(kind.as_str())
    .bind(name)
    .bind(description)
    .bind(by.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Keeps a group as it is until commit; says whether it lasts.
pub(crate) async fn hold(tx: &mut Tx, id: GroupId) -> Result<bool, store::Error> {
    let held: Option<Uuid> =
        sqlx::query_scalar("SELECT id FROM directory.groups WHERE id = $1 AND ended_at IS NULL FOR UPDATE")
            .bind(id.uuid())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(held.is_some())
}

pub(crate) async fn role(
    tx: &mut Tx,
    group: GroupId,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Option<MemberRole>, store::Error> {
    let role: Option<String> = sqlx::query_scalar(
        "SELECT role FROM directory.memberships
          WHERE group_id = $1 AND person = $2 AND (until IS NULL OR until > $3)",
    )
    .bind(group.uuid())
    .bind(person.uuid())
    .bind(now)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(role.as_deref().map(MemberRole::read))
}

/// Those who own a group with no end in sight.
pub(crate) async fn owners(db: impl PgExecutor<'_>, group: GroupId) -> Result<Vec<PersonId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT person FROM directory.memberships WHERE group_id = $1 AND role = 'owner' AND until IS NULL",
    )
    .bind(group.uuid())
    .fetch_all(db)
    .await?;
    Ok(ids(found))
}

/// Whether one of these persons owns the group, with no end in sight.
pub(crate) async fn is_owned_by(
    tx: &mut Tx,
    group: GroupId,
    persons: &[PersonId],
) -> Result<bool, store::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM directory.memberships
          WHERE group_id = $1 AND person = ANY($2) AND role = 'owner' AND until IS NULL)",
    )
    .bind(group.uuid())
    .bind(uuids(persons))
    .fetch_one(&mut **tx)
    .await
}

/// The groups that nobody would own without this person, with who has been in each the longest, if anybody stays: those
/// whom everybody may know of first.
pub(crate) async fn heirs(
    tx: &mut Tx,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<(GroupId, Option<PersonId>)>, store::Error> {
    let found: Vec<(Uuid, Option<Uuid>)> = sqlx::query_as(
        "SELECT g.id, heir.person
           FROM directory.memberships own JOIN directory.groups g ON g.id = own.group_id AND g.ended_at IS NULL
           LEFT JOIN LATERAL (
                SELECT m.person FROM directory.memberships m
                  LEFT JOIN directory.people p ON p.person = m.person
                 WHERE m.group_id = g.id AND m.person <> $1 AND m.until IS NULL
                 ORDER BY coalesce(p.protected, false), m.since, m.person LIMIT 1) heir ON true
          WHERE own.person = $1 AND own.role = 'owner' AND (own.until IS NULL OR own.until > $2)
            AND NOT EXISTS (SELECT FROM directory.memberships m
                             WHERE m.group_id = g.id AND m.person <> $1 AND m.role = 'owner' AND m.until IS NULL)
          FOR UPDATE OF g",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(found.into_iter().map(|(group, heir)| (Id::from_uuid(group), heir.map(Id::from_uuid))).collect())
}

pub(crate) async fn change(
    tx: &mut Tx,
    id: GroupId,
    name: Option<&str>,
    description: Option<Option<&str>>,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.groups SET name = coalesce($2, name),
                description = CASE WHEN $3 THEN $4 ELSE description END WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(name)
    .bind(description.is_some())
    .bind(description.flatten())
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn end(tx: &mut Tx, id: GroupId, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query("UPDATE directory.groups SET ended_at = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn put_member(
    tx: &mut Tx,
    group: GroupId,
    person: PersonId,
    role: MemberRole,
    until: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.memberships AS m (group_id, person, role, since, until) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (group_id, person) DO UPDATE SET role = excluded.role, until = excluded.until,
                since = CASE WHEN m.until <= $4 THEN excluded.since ELSE m.since END",
    )
    .bind(group.uuid())
    .bind(person.uuid())
    .bind(role.as_str())
    .bind(now)
    .bind(until)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Says whether they were in it.
pub(crate) async fn remove_member(
    tx: &mut Tx,
    group: GroupId,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let gone = sqlx::query(
        "UPDATE directory.memberships SET until = $3
          WHERE group_id = $1 AND person = $2 AND (until IS NULL OR until > $3)",
    )
    .bind(group.uuid())
    .bind(person.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(gone.rows_affected() > 0)
}
