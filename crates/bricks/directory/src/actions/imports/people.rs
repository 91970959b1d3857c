//! Files about people. They are known by the name that their employer's records give them, or by their address; they are
//! never merged, and nobody outside the tree is touched.

use std::collections::{HashMap, HashSet};

use identity::NewPerson;
use kernel::{EmailAddress, Language, PersonId, ScopeId};
use serde_json::json;
use store::Tx;

use super::Work;
use crate::{
    Directory, Error,
    actions::absences::actor,
    entries::Entry,
    facts,
    model::{
        days,
        import::{
            Fault, Outcome, Report,
            columns::{PEOPLE, folded},
            people::PersonLine,
            table::{Next, Table},
        },
        profile::{Telephone, TelephoneKind},
    },
    rows::{
        import_tree,
        imports::{self, NewLine, NewPlace, WrittenPerson},
        places,
    },
};

/// Lines looked at together.
const AT_ONCE: usize = 2_000;

/// What is known of the tree while lines are compared with it.
struct Ground {
    /// What files may call organisations, folded. Several: nobody knows which is meant.
    called: HashMap<String, Vec<ScopeId>>,
    domains: HashMap<String, Vec<ScopeId>>,
}

/// A line with whom it speaks of and what it would do.
struct Resolved {
    line: PersonLine,
    person: Option<PersonId>,
    organisation: ScopeId,
    outcome: Outcome,
    changes: Vec<&'static str>,
    telephones: Vec<Telephone>,
    /// Whether their employer vouches for the address.
    proven: bool,
    /// The place they have is another one.
    moves: bool,
    sort_name: String,
}

impl Directory {
    pub(super) async fn read_people(&self, work: &Work, file: &[u8]) -> Result<(), Error> {
        let settings = &self.inner.settings;
        let mut table = Table::open(file, PEOPLE)?;
        let columns: Vec<String> = table.columns().into_iter().map(str::to_owned).collect();
        let ground = self.ground(work.top).await?;
        let mut report = Report::default();
        let mut seen = Seen::default();
        let mut populations = HashSet::new();
        let (mut batch, mut lines) = (vec![], 0_u32);

        let mut tx = self.store().begin().await?;
        loop {
            let next = table.read();
            let over = matches!(next, Next::End);
            if !over {
                lines += 1;
            }
            match next {
                Next::End => {}
                Next::Unreadable(line, code) => report.fault(Fault::new(line, "", code, None)),
                Next::Line(line) => match PersonLine::read(&line) {
                    Ok(person) => batch.push(person),
                    Err(fault) => {
                        seen.keep_faulty(&line);
                        report.fault(fault);
                    }
                },
            }
            if lines > settings.import_max_lines {
                return Err(Error::TooManyLines { most: settings.import_max_lines });
            }
            if batch.len() >= AT_ONCE || over {
                let (resolved, faults) =
                    self.resolve(work, &ground, std::mem::take(&mut batch), &columns, &mut seen).await?;
                populations.extend(resolved.iter().map(|one| one.line.population().as_str()));
                note(&mut tx, work, &mut report, resolved, faults).await?;
            }
            if over {
                break;
            }
        }
        if lines == 0 {
            return Err(Error::BadFile { reason: "0" });
        }
        self.keep_still_there(&mut tx, work, &seen).await?;
        let populations: Vec<&str> = populations.into_iter().collect();
        let (present, missing, some) =
            imports::missing_people(&mut tx, work.id, work.top, &populations, self.now()).await?;
        (report.present, report.removed) = (present.unsigned_abs(), missing.unsigned_abs());
        let leaving = self.entries(&some).await?;
        for entry in leaving.values() {
            report.show(0, "removed", &entry.name(), vec![]);
        }
        tx.commit().await?;
        self.weigh(&mut report);
        self.keep_report(work, &columns, &report).await
    }

    pub(super) async fn apply_people(
        &self,
        work: &Work,
        columns: &[String],
        mut report: Report,
        accept_brake: bool,
    ) -> Result<(), Error> {
        let now = self.now();
        let ground = self.ground(work.top).await?;
        let mut seen = Seen::default();
        let mut populations = HashSet::new();
        let mut counts = Report::default();
        let mut after = 0;

        let mut tx = self.store().begin().await?;
        loop {
            let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
            let lines: Vec<(i32, PersonLine)> = imports::lines(&mut tx, work.id, after, limit).await?;
            let Some((last, _)) = lines.last() else { break };
            after = *last;
            let lines = lines.into_iter().map(|(_, line)| line).collect();
            // Looked at again: time has passed since the file was read.
            let (resolved, _) = self.resolve(work, &ground, lines, columns, &mut seen).await?;
            populations.extend(resolved.iter().map(|one| one.line.population().as_str()));
            for one in &resolved {
                counts.count(one.outcome);
            }
            self.write(&mut tx, work, resolved, columns).await?;
        }
        let populations: Vec<&str> = populations.into_iter().collect();
        let (present, missing, _) =
            imports::missing_people(&mut tx, work.id, work.top, &populations, now).await?;
        // Those who were added are among those present: they do not make room for others to go.
        report.present = present.unsigned_abs().saturating_sub(counts.added);
        report.removed = missing.unsigned_abs();
        self.weigh(&mut report);
        Self::refuse_to_empty(&report, accept_brake)?;
        let gone = imports::end_missing(&mut tx, work.id, work.top, &populations, now).await?;
        (report.added, report.changed, report.unchanged) = (counts.added, counts.changed, counts.unchanged);
        let organisations = import_tree::tree(&mut tx, work.top).await?;
        places::recount(&mut tx, &organisations, now).await?;
        for gone in gone.chunks(AT_ONCE) {
            store::tell(&mut tx, &facts::people_imported(actor(&work.viewer), work.id, gone)).await?;
        }
        imports::set_applied(&mut tx, work.id, &report, work.viewer.person, now).await?;
        store::tell(&mut tx, &facts::import_applied(actor(&work.viewer), work.id, work.top, &report)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn ground(&self, top: Option<ScopeId>) -> Result<Ground, Error> {
        let today = days::day_of(self.now());
        let mut called: HashMap<String, Vec<ScopeId>> = HashMap::new();
        for row in import_tree::called(self.db(), top, today).await? {
            let id = row.id();
            let names = [row.external_id, row.siret, row.acronym, Some(row.name)];
            for name in names.into_iter().flatten() {
                let known = called.entry(folded(&name)).or_default();
                if !known.contains(&id) {
                    known.push(id);
                }
            }
        }
        let domains = import_tree::domains(self.db()).await?.into_iter().collect();
        Ok(Ground { called, domains })
    }

    /// Finds of whom lines speak, and what they would change.
    async fn resolve(
        &self,
        work: &Work,
        ground: &Ground,
        lines: Vec<PersonLine>,
        columns: &[String],
        seen: &mut Seen,
    ) -> Result<(Vec<Resolved>, Vec<(Fault, Option<PersonId>)>), Error> {
        let uids: Vec<&str> = lines.iter().filter_map(|line| line.uid.as_deref()).collect();
        let by_uid: HashMap<String, PersonId> =
            imports::by_uids(self.db(), work.tree(), &uids).await?.into_iter().collect();
        let addresses: Vec<EmailAddress> = lines.iter().filter_map(|line| line.address.clone()).collect();
        let found = self.inner.identity.persons_by_address(&addresses).await?;
        let by_address: HashMap<&str, PersonId> = addresses
            .iter()
            .zip(&found)
            .filter_map(|(address, found)| Some((address.as_str(), found.as_ref()?.id)))
            .collect();
        let persons: Vec<PersonId> = by_uid.values().chain(by_address.values()).copied().collect();
        let entries = self.entries(&persons).await?;
        let known_as: HashMap<PersonId, String> =
            imports::uids_of(self.db(), work.tree(), &persons).await?.into_iter().collect();

        let (mut resolved, mut faults) = (vec![], vec![]);
        for line in lines {
            let of_uid = line.uid.as_ref().and_then(|uid| by_uid.get(uid)).copied();
            let of_address =
                line.address.as_ref().and_then(|address| by_address.get(address.as_str())).copied();
            let person = of_uid.or(of_address);
            match resolve_one(work, ground, line, (of_uid, of_address), &entries, &known_as, columns, seen) {
                Ok(one) => resolved.push(one),
                Err(fault) => faults.push((fault, person)),
            }
        }
        Ok((resolved, faults))
    }

    /// Writes what lines change.
    async fn write(
        &self,
        tx: &mut Tx,
        work: &Work,
        mut resolved: Vec<Resolved>,
        columns: &[String],
    ) -> Result<(), Error> {
        let now = self.now();
        let new: Vec<NewPerson> = resolved
            .iter()
            .filter(|one| one.person.is_none())
            .filter_map(|one| {
                Some(NewPerson {
                    name: one.line.name.clone(),
                    address: one.line.address.clone()?,
                    language: Language::Fr,
                    proven: one.proven,
                    password: None,
                })
            })
            .collect();
        let made = self.inner.identity.add_persons(tx, actor(&work.viewer), &new).await?;
        let mut made = made.into_iter();
        let mut subjects = vec![];
        for one in resolved.iter_mut().filter(|one| one.person.is_none()) {
            one.person = made.next().flatten();
            subjects.extend(one.person.map(|person| (one.line.line, person)));
        }
        imports::set_subjects(tx, work.id, &subjects).await?;
        let given: Vec<(PersonId, String)> =
            resolved.iter().filter_map(|one| Some((one.person?, one.line.given_name.clone()?))).collect();
        resolved.retain(|one| one.person.is_some() && one.outcome != Outcome::Unchanged);
        if resolved.is_empty() {
            return Ok(self.inner.identity.note_given_names(tx, &given).await?);
        }

        let renamed: Vec<(PersonId, String)> = resolved
            .iter()
            .filter(|one| one.outcome == Outcome::Changed && one.changes.contains(&"name"))
            .filter_map(|one| Some((one.person?, one.line.name.clone()?)))
            .collect();
        self.inner.identity.rename_persons(tx, actor(&work.viewer), &renamed).await?;
        self.inner.identity.note_given_names(tx, &given).await?;
        let written: Vec<WrittenPerson<'_>> = resolved.iter().filter_map(written).collect();
        imports::write_people(tx, work.tree(), &written, columns, now).await?;
        let moved: Vec<NewPlace<'_>> = resolved
            .iter()
            .filter(|one| one.moves)
            .filter_map(|one| {
                Some(NewPlace {
                    person: one.person?,
                    organisation: one.organisation,
                    population: one.line.population().as_str(),
                    title: one.line.title.as_deref(),
                })
            })
            .collect();
        imports::place_people(tx, work.top, &moved, now).await?;
        let retitled: Vec<(PersonId, Option<&str>)> = resolved
            .iter()
            .filter(|one| !one.moves && one.changes.contains(&"title"))
            .filter_map(|one| Some((one.person?, one.line.title.as_deref())))
            .collect();
        imports::retitle(tx, &retitled, work.top, now).await?;
        let persons: Vec<PersonId> = resolved.iter().filter_map(|one| one.person).collect();
        store::tell(tx, &facts::people_imported(actor(&work.viewer), work.id, &persons)).await?;
        Ok(())
    }

    /// Lines that could not be read may still say of whom they speak: those stay.
    async fn keep_still_there(&self, tx: &mut Tx, work: &Work, seen: &Seen) -> Result<(), Error> {
        for faulty in seen.faulty.chunks(AT_ONCE) {
            let uids: Vec<&str> = faulty.iter().filter_map(|(_, uid, _)| uid.as_deref()).collect();
            let by_uid: HashMap<String, PersonId> =
                imports::by_uids(self.db(), work.tree(), &uids).await?.into_iter().collect();
            let addresses: Vec<EmailAddress> =
                faulty.iter().filter_map(|(_, _, address)| address.clone()).collect();
            let found = self.inner.identity.persons_by_address(&addresses).await?;
            let by_address: HashMap<&EmailAddress, PersonId> = addresses
                .iter()
                .zip(&found)
                .filter_map(|(address, found)| Some((address, found.as_ref()?.id)))
                .collect();
            let lines: Vec<NewLine<serde_json::Value>> = faulty
                .iter()
                .filter_map(|(line, uid, address)| {
                    let of_uid = uid.as_ref().and_then(|uid| by_uid.get(uid));
                    let person = of_uid.or_else(|| by_address.get(address.as_ref()?))?;
                    let subject = Some(person.uuid());
                    Some(NewLine { line: *line, subject, outcome: Outcome::Fault, content: json!({}) })
                })
                .collect();
            imports::insert_lines(tx, work.id, &lines).await?;
        }
        Ok(())
    }
}

/// Who was met in the file so far.
#[derive(Default)]
struct Seen {
    uids: HashSet<String>,
    addresses: HashSet<String>,
    persons: HashSet<PersonId>,
    /// Lines that do not read, with what they still say of whom they mean.
    faulty: Vec<(u32, Option<String>, Option<EmailAddress>)>,
}

impl Seen {
    fn keep_faulty(&mut self, line: &crate::model::import::table::Line) {
        let uid = line.fields.get("uid").cloned();
        let address = line.fields.get("address").and_then(|address| address.parse().ok());
        if uid.is_some() || address.is_some() {
            self.faulty.push((line.number, uid, address));
        }
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "what a line is compared with, looked up for many lines at once"
)]
fn resolve_one(
    work: &Work,
    ground: &Ground,
    line: PersonLine,
    (of_uid, of_address): (Option<PersonId>, Option<PersonId>),
    entries: &HashMap<PersonId, Entry>,
    known_as: &HashMap<PersonId, String>,
    columns: &[String],
    seen: &mut Seen,
) -> Result<Resolved, Fault> {
    let fault = |column, code, value: Option<&str>| Fault::new(line.line, column, code, value);
    let address = line.address.as_ref().map(EmailAddress::as_str);
    if line.uid.as_ref().is_some_and(|uid| !seen.uids.insert(uid.clone())) {
        return Err(fault("uid", "duplicate", line.uid.as_deref()));
    }
    if address.is_some_and(|address| !seen.addresses.insert(address.to_owned())) {
        return Err(fault("address", "duplicate", address));
    }
    // Two names for two people are not one person.
    if of_uid.is_some() && of_address.is_some() && of_uid != of_address {
        return Err(fault("address", "conflict", address));
    }
    let person = of_uid.or(of_address);
    if person.is_some_and(|person| !seen.persons.insert(person)) {
        return Err(fault("address", "duplicate", address));
    }
    let other_name = person.and_then(|person| known_as.get(&person)).filter(|_| of_uid.is_none());
    if other_name.is_some() && line.uid.is_some() {
        return Err(fault("uid", "conflict", line.uid.as_deref()));
    }
    let entry = person.and_then(|person| entries.get(&person));
    let within = |path: &[ScopeId]| work.top.is_none_or(|top| path.contains(&top));
    let domain = line.address.as_ref().and_then(|address| ground.domains.get(address.domain()));
    if let Some(entry) = entry {
        let path = entry.subject().path;
        let placed = entry.row.population().is_some();
        let theirs = if placed || !path.is_empty() { within(path) } else { !entry.record.proven };
        if !theirs || entry.record.disabled {
            return Err(fault("address", "outside", address));
        }
    } else {
        if address.is_none() {
            return Err(fault("address", "missing", None));
        }
        if line.name.is_none() {
            return Err(fault("name", "missing", None));
        }
        if domain.is_some_and(|path| !within(path)) {
            return Err(fault("address", "foreign_domain", address));
        }
    }

    let placed = entry.filter(|entry| entry.row.population().is_some());
    let present = placed.and_then(|entry| entry.subject().path.last().copied());
    let organisation = match line.organisation.as_deref() {
        Some(name) => match ground.called.get(&folded(name)).map(Vec::as_slice) {
            None => return Err(fault("organisation", "no_such_organisation", Some(name))),
            Some([one]) => *one,
            Some(_) => return Err(fault("organisation", "ambiguous", Some(name))),
        },
        None => match present.or(work.top) {
            Some(organisation) => organisation,
            None => return Err(fault("organisation", "missing", None)),
        },
    };
    let mut resolved = Resolved {
        person,
        organisation,
        outcome: Outcome::Added,
        changes: vec![],
        telephones: telephones(&line, entry, columns),
        proven: domain.is_some(),
        moves: present != Some(organisation)
            || placed.is_none_or(|entry| entry.population != line.population()),
        sort_name: line
            .name
            .clone()
            .or_else(|| entry.and_then(|entry| entry.record.name.clone()))
            .unwrap_or_default(),
        line,
    };
    if let Some(entry) = entry {
        resolved.changes = differences(&resolved, entry, known_as, columns);
        resolved.outcome = match (placed.is_some(), resolved.changes.is_empty()) {
            (false, _) => Outcome::Added,
            (true, true) => Outcome::Unchanged,
            (true, false) => Outcome::Changed,
        };
    }
    Ok(resolved)
}

/// The columns in which a line differs from what is kept.
fn differences(
    resolved: &Resolved,
    entry: &Entry,
    known_as: &HashMap<PersonId, String>,
    columns: &[String],
) -> Vec<&'static str> {
    let (line, row) = (&resolved.line, &entry.row);
    let place = row.place();
    let speaks = |column: &str| columns.iter().any(|spoken| spoken == column);
    let differs = [
        ("uid", line.uid.is_some() && known_as.get(&entry.id()) != line.uid.as_ref()),
        ("name", line.name.is_some() && line.name != entry.record.name),
        ("organisation", resolved.moves),
        ("title", speaks("title") && line.title != row.place_title),
        ("usage_name", speaks("usage_name") && line.usage_name != row.usage_name),
        ("civility", speaks("civility") && line.civility != row.civility),
        ("telephone", resolved.telephones != row.telephones),
        ("site", speaks("site") && line.site != place.site),
        ("office", speaks("office") && line.office != place.office),
        ("postal_address", speaks("postal_address") && line.postal_address != place.address),
        ("languages", speaks("languages") && line.languages != row.languages),
        ("skills", speaks("skills") && line.skills != row.skills),
    ];
    differs.iter().filter(|(_, differs)| *differs).map(|(column, _)| *column).collect()
}

/// Numbers of the kinds that the file speaks of are the file's; the others stay.
fn telephones(line: &PersonLine, entry: Option<&Entry>, columns: &[String]) -> Vec<Telephone> {
    let spoken = |kind: TelephoneKind| {
        let column = match kind {
            TelephoneKind::Desk => "telephone",
            TelephoneKind::Mobile => "mobile",
            TelephoneKind::Duty | TelephoneKind::Other => return false,
        };
        columns.iter().any(|known| known == column)
    };
    let own = entry.map(|entry| entry.row.telephones.as_slice()).unwrap_or_default();
    let same = |number: &&Telephone| line.telephones.contains(number);
    if own.iter().filter(|number| spoken(number.kind)).all(|number| same(&number))
        && line.telephones.iter().all(|number| own.contains(number))
    {
        return own.to_vec();
    }
    line.telephones.iter().chain(own.iter().filter(|number| !spoken(number.kind))).cloned().collect()
}

fn written(one: &Resolved) -> Option<WrittenPerson<'_>> {
    let line = &one.line;
    Some(WrittenPerson {
        person: one.person?.uuid(),
        sort_name: line.usage_name.as_deref().unwrap_or(&one.sort_name),
        usage_name: line.usage_name.as_deref(),
        civility: line.civility.as_deref(),
        site: line.site.as_deref(),
        office: line.office.as_deref(),
        address: line.postal_address.as_deref(),
        telephones: json!(one.telephones),
        languages: &line.languages,
        skills: &line.skills,
        external_id: line.uid.as_deref(),
        new_title: one.changes.contains(&"title"),
    })
}

/// Counts lines, shows the first, and keeps them until they are applied.
async fn note(
    tx: &mut Tx,
    work: &Work,
    report: &mut Report,
    resolved: Vec<Resolved>,
    faults: Vec<(Fault, Option<PersonId>)>,
) -> Result<(), Error> {
    let mut lines = vec![];
    for (fault, person) in faults {
        lines.push(NewLine {
            line: fault.line,
            subject: person.map(PersonId::uuid),
            outcome: Outcome::Fault,
            content: json!({}),
        });
        report.fault(fault);
    }
    for one in resolved {
        report.count(one.outcome);
        if one.outcome != Outcome::Unchanged {
            let changes = one.changes.iter().map(|column| (*column).to_owned()).collect();
            report.show(one.line.line, one.outcome.as_str(), &one.line.shown(), changes);
        }
        lines.push(NewLine {
            line: one.line.line,
            subject: one.person.map(PersonId::uuid),
            outcome: one.outcome,
            content: json!(one.line),
        });
    }
    Ok(imports::insert_lines(tx, work.id, &lines).await?)
}
