//! Files about people. They are known by the name that their employer's records give them, or by their address; they are
//! never merged, and nobody outside the tree is touched.

use std::collections::{HashMap, HashSet};

use identity::NewPerson;
use kernel::{EmailAddress, Language, PersonId, ScopeId};
use store::Tx;
use time::OffsetDateTime;

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
    placing::end_outlived,
    rows::{
        import_tree,
        imports::{self, NewPlace, WrittenPerson},
        places,
    },
};

/// Lines looked at together.
const AT_ONCE: usize = 2_000;
/// Once so many new people are there, and each time there are ten times as many, the database looks at its tables again before
/// it plans what comes after them.
const MANY: u64 = 10_000;

/// What is known of the tree while lines are compared with it.
struct Ground {
    called: Called,
    domains: HashMap<String, Vec<ScopeId>>,
}

/// What files may call organisations, folded. What their own records call them goes before what people do.
#[derive(Default)]
struct Called(HashMap<String, (Rank, Vec<ScopeId>)>);

/// By what an organisation is called, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    ExternalId,
    Siret,
    Name,
}

impl Called {
    fn note(&mut self, name: &str, rank: Rank, id: ScopeId) {
        let known = self.0.entry(folded(name)).or_insert_with(|| (rank, vec![]));
        if rank < known.0 {
            *known = (rank, vec![]);
        }
        if rank == known.0 && !known.1.contains(&id) {
            known.1.push(id);
        }
    }

    /// # Errors
    /// `no_such_organisation`; `ambiguous` when several are called so.
    fn find(&self, name: &str) -> Result<ScopeId, &'static str> {
        match self.0.get(&folded(name)).map(|(_, ids)| ids.as_slice()) {
            None => Err("no_such_organisation"),
            Some([one]) => Ok(*one),
            Some(_) => Err("ambiguous"),
        }
    }
}

/// A file while it is gone through.
struct Scan<'a> {
    table: Table<'a>,
    columns: Vec<String>,
    most_lines: u32,
    lines: u32,
    seen: Seen,
    populations: HashSet<&'static str>,
    report: Report,
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
    /// They have a place in the directory.
    placed: bool,
    /// They had another name, beyond case and accents.
    renamed: bool,
    sort_name: String,
}

impl<'a> Scan<'a> {
    /// # Errors
    /// [`Error::BadFile`] when nothing in the header is understood.
    fn open(file: &'a [u8], most_lines: u32) -> Result<Self, Error> {
        let table = Table::open(file, PEOPLE)?;
        Ok(Self {
            columns: table.columns().into_iter().map(str::to_owned).collect(),
            table,
            most_lines,
            lines: 0,
            seen: Seen::default(),
            populations: HashSet::new(),
            report: Report::default(),
        })
    }

    /// The next lines that read; `None` at the end.
    ///
    /// # Errors
    /// [`Error::TooManyLines`]; [`Error::BadFile`] for a file without any.
    fn next(&mut self) -> Result<Option<Vec<PersonLine>>, Error> {
        let mut batch = vec![];
        while batch.len() < AT_ONCE {
            let next = self.table.read();
            if matches!(next, Next::End) {
                break;
            }
            self.lines += 1;
            if self.lines > self.most_lines {
                return Err(Error::TooManyLines { most: self.most_lines });
            }
            match next {
                Next::End => {}
                Next::Unreadable(line, code) => self.report.fault(Fault::new(line, "", code, None)),
                Next::Line(line) => match PersonLine::read(&line) {
                    Ok(person) => batch.push(person),
                    Err(fault) => {
                        self.seen.keep_faulty(&line);
                        self.report.fault(fault);
                    }
                },
            }
        }
        if self.lines == 0 {
            return Err(Error::BadFile { reason: "0" });
        }
        Ok(Some(batch).filter(|batch| !batch.is_empty()))
    }

    fn populations(&self) -> Vec<&'static str> {
        self.populations.iter().copied().collect()
    }

    /// Counts what lines would do, and shows the first.
    fn note(&mut self, resolved: &[Resolved], faults: Vec<Fault>) {
        for fault in faults {
            self.report.fault(fault);
        }
        for one in resolved {
            self.populations.insert(one.line.population().as_str());
            self.report.count(one.outcome);
            let (moved, renamed) = (one.placed && one.moves, one.renamed);
            self.report.moved += u64::from(moved);
            self.report.renamed += u64::from(renamed);
            self.report.shaken += u64::from(moved || renamed);
            if one.outcome != Outcome::Unchanged {
                let changes = one.changes.iter().map(|column| (*column).to_owned()).collect();
                self.report.show(one.line.line, one.outcome.as_str(), &one.line.shown(), changes);
            }
        }
    }
}

impl Directory {
    /// Says what a file would do. Nothing is held between one batch of lines and the next.
    pub(super) async fn read_people(&self, work: &Work, file: &[u8]) -> Result<(), Error> {
        let mut scan = Scan::open(file, self.inner.settings.import_max_lines)?;
        let mut tx = self.store().begin().await?;
        let ground = self.ground(&mut tx, work.top).await?;
        tx.commit().await?;
        while let Some(lines) = scan.next()? {
            let mut tx = self.store().begin().await?;
            let (resolved, faults) =
                self.resolve(&mut tx, work, &ground, lines, &scan.columns, &mut scan.seen).await?;
            tx.commit().await?;
            scan.note(&resolved, faults);
        }

        let mut tx = self.store().begin().await?;
        self.find_faulty(&mut tx, work, &mut scan.seen).await?;
        let (now, named) = (self.now(), scan.seen.named());
        let (present, missing, some) =
            imports::missing_people(&mut tx, &named, work.top, &scan.populations(), now).await?;
        let left_lately = imports::left_lately(&mut tx, work.kind, work.top, now).await?;
        let leaving = self.entries_within(&mut tx, &some).await?;
        tx.commit().await?;
        let Scan { columns, mut report, .. } = scan;
        (report.present, report.removed, report.left_lately) = (present, missing, left_lately);
        for entry in leaving.values() {
            report.show(0, "removed", &entry.name(), vec![]);
        }
        self.weigh(&mut report);
        self.keep_report(work, &columns, &report).await
    }

    /// Goes through the file again, since time has passed since it was read, and writes what it changes. `tx` holds the tree's
    /// imports.
    pub(super) async fn apply_people(
        &self,
        tx: &mut Tx,
        work: &Work,
        file: &[u8],
        shown: Report,
        accept_brake: bool,
    ) -> Result<Report, Error> {
        let now = self.now();
        let mut scan = Scan::open(file, self.inner.settings.import_max_lines)?;
        let ground = self.ground(tx, work.top).await?;
        let mut touched: HashSet<ScopeId> = HashSet::new();
        let mut look_at = MANY;
        while let Some(lines) = scan.next()? {
            let (resolved, faults) =
                self.resolve(tx, work, &ground, lines, &scan.columns, &mut scan.seen).await?;
            scan.note(&resolved, faults);
            self.write(tx, work, resolved, &scan.columns, now, &mut touched).await?;
            if scan.report.added >= look_at {
                imports::look_again(tx).await?;
                self.inner.identity.look_again(tx).await?;
                look_at *= 10;
            }
        }
        self.find_faulty(tx, work, &mut scan.seen).await?;
        let (named, populations) = (scan.seen.named(), scan.populations());
        // Those who were added are not among those who were there: they do not make room for others to go.
        let (present, missing) = imports::left_out(tx, &named, work.top, &populations, now).await?;
        let mut report = scan.report;
        report.left_lately = imports::left_lately(tx, work.kind, work.top, now).await?;
        (report.present, report.removed) = (present, missing);
        self.weigh(&mut report);
        work.refuse_to_shake(&report, accept_brake)?;
        let gone = imports::end_missing(tx, &named, work.top, &populations, now).await?;
        touched.extend(gone.iter().map(|(_, organisation)| *organisation));
        places::recount(tx, &touched.into_iter().collect::<Vec<_>>(), now).await?;
        let gone: Vec<PersonId> = gone.into_iter().map(|(person, _)| person).collect();
        end_outlived(tx, actor(&work.viewer), &gone, now).await?;
        for gone in gone.chunks(AT_ONCE) {
            store::tell(tx, &facts::people_imported(actor(&work.viewer), work.id, gone)).await?;
        }
        // What was shown stays shown: who is gone now has no name to show.
        Ok(Report { preview: shown.preview, faults: shown.faults, faulty: shown.faulty, ..report })
    }

    async fn ground(&self, tx: &mut Tx, top: Option<ScopeId>) -> Result<Ground, Error> {
        let today = days::day_of(self.now());
        let mut called = Called::default();
        for row in import_tree::called(&mut **tx, top, today).await? {
            let id = row.id();
            let names = [
                (row.external_id, Rank::ExternalId),
                (row.siret, Rank::Siret),
                (row.acronym, Rank::Name),
                (Some(row.name), Rank::Name),
            ];
            for (name, rank) in names {
                if let Some(name) = name {
                    called.note(&name, rank, id);
                }
            }
        }
        let domains = import_tree::domains(&mut **tx).await?.into_iter().collect();
        Ok(Ground { called, domains })
    }

    /// Finds of whom lines speak, and what they would change.
    async fn resolve(
        &self,
        tx: &mut Tx,
        work: &Work,
        ground: &Ground,
        lines: Vec<PersonLine>,
        columns: &[String],
        seen: &mut Seen,
    ) -> Result<(Vec<Resolved>, Vec<Fault>), Error> {
        let uids: Vec<&str> = lines.iter().filter_map(|line| line.uid.as_deref()).collect();
        let by_uid: HashMap<String, PersonId> = if uids.is_empty() {
            HashMap::new()
        } else {
            imports::by_uids(&mut **tx, work.tree(), &uids).await?.into_iter().collect()
        };
        let addresses: Vec<EmailAddress> = lines.iter().filter_map(|line| line.address.clone()).collect();
        let by_address = self.persons_by_address(tx, &addresses).await?;
        let persons: HashSet<PersonId> = by_uid.values().chain(by_address.values()).copied().collect();
        let persons: Vec<PersonId> = persons.into_iter().collect();
        // Nobody of a file of newcomers is looked up further.
        let (entries, known_as) = if persons.is_empty() {
            (HashMap::new(), HashMap::new())
        } else {
            let known_as = imports::uids_of(&mut **tx, work.tree(), &persons).await?.into_iter().collect();
            (self.entries_within(tx, &persons).await?, known_as)
        };

        let known = Known { entries: &entries, known_as: &known_as, columns };
        let (mut resolved, mut faults) = (vec![], vec![]);
        for line in lines {
            let of_uid = line.uid.as_ref().and_then(|uid| by_uid.get(uid)).copied();
            let of_address =
                line.address.as_ref().and_then(|address| by_address.get(address.as_str())).copied();
            // A line that is wrong takes nobody away.
            seen.named.extend(of_uid.into_iter().chain(of_address));
            match resolve_one(work, ground, line, (of_uid, of_address), &known, seen) {
                Ok(one) => resolved.push(one),
                Err(fault) => faults.push(fault),
            }
        }
        Ok((resolved, faults))
    }

    async fn persons_by_address(
        &self,
        tx: &mut Tx,
        addresses: &[EmailAddress],
    ) -> Result<HashMap<String, PersonId>, Error> {
        if addresses.is_empty() {
            return Ok(HashMap::new());
        }
        let found = self.inner.identity.persons_by_address_within(tx, addresses).await?;
        let found = addresses.iter().zip(found);
        Ok(found.filter_map(|(address, found)| Some((address.as_str().to_owned(), found?.id))).collect())
    }

    /// Writes what lines change.
    async fn write(
        &self,
        tx: &mut Tx,
        work: &Work,
        mut resolved: Vec<Resolved>,
        columns: &[String],
        now: OffsetDateTime,
        touched: &mut HashSet<ScopeId>,
    ) -> Result<(), Error> {
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
        // Whoever was there before may have a place that ends.
        let before: Vec<PersonId> =
            resolved.iter().filter(|one| one.moves).filter_map(|one| one.person).collect();
        for one in resolved.iter_mut().filter(|one| one.person.is_none()) {
            one.person = made.next().flatten();
        }
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
        if !before.is_empty() {
            touched.extend(imports::end_places(tx, work.top, &before, now).await?);
        }
        touched.extend(moved.iter().map(|place| place.organisation));
        imports::place_people(tx, &moved, now).await?;
        end_outlived(tx, actor(&work.viewer), &before, now).await?;
        let retitled: Vec<(PersonId, Option<&str>)> = resolved
            .iter()
            .filter(|one| !one.moves && one.changes.contains(&"title"))
            .filter_map(|one| Some((one.person?, one.line.title.as_deref())))
            .collect();
        if !retitled.is_empty() {
            imports::retitle(tx, &retitled, work.top, now).await?;
        }
        let persons: Vec<PersonId> = resolved.iter().filter_map(|one| one.person).collect();
        store::tell(tx, &facts::people_imported(actor(&work.viewer), work.id, &persons)).await?;
        Ok(())
    }

    /// Lines that could not be read may still say of whom they speak: those stay.
    async fn find_faulty(&self, tx: &mut Tx, work: &Work, seen: &mut Seen) -> Result<(), Error> {
        let faulty = std::mem::take(&mut seen.faulty);
        for faulty in faulty.chunks(AT_ONCE) {
            let uids: Vec<&str> = faulty.iter().filter_map(|(uid, _)| uid.as_deref()).collect();
            let of_uids = imports::by_uids(&mut **tx, work.tree(), &uids).await?;
            let addresses: Vec<EmailAddress> =
                faulty.iter().filter_map(|(_, address)| address.clone()).collect();
            let of_addresses = self.persons_by_address(tx, &addresses).await?;
            seen.named.extend(of_uids.into_iter().map(|(_, person)| person));
            seen.named.extend(of_addresses.into_values());
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
    /// Of whom lines speak, also those that are wrong: they do not leave.
    named: HashSet<PersonId>,
    /// What lines that do not read still say of whom they mean.
    faulty: Vec<(Option<String>, Option<EmailAddress>)>,
}

impl Seen {
    fn keep_faulty(&mut self, line: &crate::model::import::table::Line) {
        let uid = line.fields.get("uid").cloned();
        let address = line.fields.get("address").and_then(|address| address.parse().ok());
        if uid.is_some() || address.is_some() {
            self.faulty.push((uid, address));
        }
    }

    fn named(&self) -> Vec<PersonId> {
        self.named.iter().copied().collect()
    }
}

/// What is known of whom some lines may speak.
struct Known<'a> {
    entries: &'a HashMap<PersonId, Entry>,
    /// Under which name the tree's records know them.
    known_as: &'a HashMap<PersonId, String>,
    /// What the file speaks of.
    columns: &'a [String],
}

fn resolve_one(
    work: &Work,
    ground: &Ground,
    line: PersonLine,
    (of_uid, of_address): (Option<PersonId>, Option<PersonId>),
    known: &Known<'_>,
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
    let within = |path: &[ScopeId]| work.top.is_none_or(|top| path.contains(&top));
    let theirs = |person: &PersonId| {
        known.entries.get(person).is_some_and(|entry| {
            let path = entry.subject().path;
            let placed = entry.row.population().is_some();
            let theirs = if placed || !path.is_empty() { within(path) } else { !entry.record.proven };
            theirs && !entry.record.disabled
        })
    };
    // Whoever is not in the tree is said of nobody: an address of another tree is answered alike whether somebody has it or
    // not, and whoever else it is, protected or suspended, in one word.
    let domain = line.address.as_ref().and_then(|address| ground.domains.get(address.domain()));
    let foreign = domain.is_some_and(|path| !within(path));
    if foreign && !of_address.as_ref().is_some_and(theirs) {
        return Err(fault("address", "foreign_domain", address));
    }
    if !of_uid.iter().chain(&of_address).all(theirs) {
        return Err(fault("address", "outside", address));
    }
    // Two names for two people are not one person.
    if of_uid.is_some() && of_address.is_some() && of_uid != of_address {
        return Err(fault("address", "conflict", address));
    }
    let person = of_uid.or(of_address);
    if person.is_some_and(|person| !seen.persons.insert(person)) {
        return Err(fault("address", "duplicate", address));
    }
    let other_name = person.and_then(|person| known.known_as.get(&person)).filter(|_| of_uid.is_none());
    if other_name.is_some() && line.uid.is_some() {
        return Err(fault("uid", "conflict", line.uid.as_deref()));
    }
    let entry = person.and_then(|person| known.entries.get(&person));
    if entry.is_none() {
        if address.is_none() {
            return Err(fault("address", "missing", None));
        }
        if line.name.is_none() {
            return Err(fault("name", "missing", None));
        }
    }

    let placed = entry.filter(|entry| entry.row.population().is_some());
    let present = placed.and_then(|entry| entry.subject().path.last().copied());
    let organisation = match line.organisation.as_deref() {
        Some(name) => ground.called.find(name).map_err(|code| fault("organisation", code, Some(name)))?,
        None => match present.or(work.top) {
            Some(organisation) => organisation,
            None => return Err(fault("organisation", "missing", None)),
        },
    };
    let other = |(old, new): (&String, &String)| folded(old) != folded(new);
    let names = placed.and_then(|entry| entry.record.name.as_ref()).zip(line.name.as_ref());
    let mut resolved = Resolved {
        person,
        organisation,
        outcome: Outcome::Added,
        changes: vec![],
        telephones: telephones(&line, entry, known.columns),
        proven: domain.is_some(),
        moves: present != Some(organisation)
            || placed.is_none_or(|entry| entry.population != line.population()),
        placed: placed.is_some(),
        renamed: names.is_some_and(other),
        sort_name: line
            .name
            .clone()
            .or_else(|| entry.and_then(|entry| entry.record.name.clone()))
            .unwrap_or_default(),
        line,
    };
    if let Some(entry) = entry {
        resolved.changes = differences(&resolved, entry, known);
        resolved.outcome = match (placed.is_some(), resolved.changes.is_empty()) {
            (false, _) => Outcome::Added,
            (true, true) => Outcome::Unchanged,
            (true, false) => Outcome::Changed,
        };
    }
    Ok(resolved)
}

/// The columns in which a line differs from what is kept.
fn differences(resolved: &Resolved, entry: &Entry, known: &Known<'_>) -> Vec<&'static str> {
    let (line, row) = (&resolved.line, &entry.row);
    let place = row.place();
    let speaks = |column: &str| known.columns.iter().any(|spoken| spoken == column);
    let differs = [
        ("uid", line.uid.is_some() && known.known_as.get(&entry.id()) != line.uid.as_ref()),
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
        telephones: &one.telephones,
        languages: &line.languages,
        skills: &line.skills,
        external_id: line.uid.as_deref(),
        new_title: one.changes.contains(&"title"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_records_call_an_organisation_wins_over_what_people_do() {
        let [coded, siret, named, twin] = [ScopeId::new(), ScopeId::new(), ScopeId::new(), ScopeId::new()];
        let mut called = Called::default();
        called.note("DGP", Rank::Name, named);
        called.note("dgp", Rank::ExternalId, coded);
        called.note("11004601800013", Rank::Name, named);
        called.note("110 046 018 00013", Rank::Siret, siret);
        called.note("DGP", Rank::Name, twin);
        called.note("Archives", Rank::Name, named);
        called.note("Archives", Rank::Name, twin);
        assert_eq!(called.find("DGP"), Ok(coded));
        assert_eq!(called.find("11004601800013"), Ok(siret));
        assert_eq!(called.find("archives"), Err("ambiguous"));
        assert_eq!(called.find("Musées"), Err("no_such_organisation"));
    }
}
