//! Files about people. They are known by the name that their employer's records give them, or by their address; they are
//! never merged, and nobody outside the tree is touched.

mod called;
mod resolved;
mod scan;

use std::collections::HashSet;

use identity::NewPerson;
use kernel::{EmailAddress, Language, PersonId, ScopeId};
use store::Tx;
use time::OffsetDateTime;

use self::{
    resolved::{Resolved, written},
    scan::{Scan, Seen},
};
use super::Work;
use crate::{
    Directory, Error,
    actions::absences::actor,
    facts,
    model::import::{Outcome, Report},
    placing::end_outlived,
    rows::{
        imports::{self, NewPlace, WrittenPerson},
        places,
    },
};

/// Lines looked at together.
const AT_ONCE: usize = 2_000;
/// Once so many new people are there, and each time there are ten times as many, the database looks at its tables again before
/// it plans what comes after them.
const MANY: u64 = 10_000;

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
