//! Files about organisations: CSV, or the national reference in JSON.

use std::collections::{HashMap, HashSet};

use kernel::ScopeId;
use store::Tx;
use uuid::Uuid;

use super::Work;
use crate::{
    Directory, Error,
    actions::{absences::actor, organisations::siret_taken},
    facts,
    model::{
        days,
        import::{
            Fault, ImportKind, Outcome, Report,
            columns::{ORGANISATIONS, folded},
            dila,
            organisations::{OrganisationLine, Plan, Present, plan},
            table::{Next, Table},
        },
    },
    rows::{
        import_tree::{self, WrittenOrganisation},
        imports, organisations, uuids,
    },
};

const AT_ONCE: usize = 2_000;

impl Directory {
    pub(super) async fn read_tree(&self, work: &Work, file: &[u8]) -> Result<(), Error> {
        let mut report = Report::default();
        let (columns, lines) = self.tree_of(work, file, &mut report)?;

        let mut tx = self.store().begin().await?;
        let now = self.now();
        let present = import_tree::present(&mut tx, work.top, &work.source(), days::day_of(now)).await?;
        let plan = plan(&lines, &present, work.terms(), &columns);
        let (removed, used) = self.removable(&mut tx, &plan).await?;
        report.left_lately = imports::left_lately(&mut tx, work.kind, work.top, now).await?;
        tx.commit().await?;
        note(&mut report, &plan, &present, &lines);
        let name_of =
            |id: &ScopeId| present.iter().find(|found| found.id == *id).map(|found| found.name.as_str());
        for id in &removed {
            report.show(0, "removed", name_of(id).unwrap_or_default(), vec![]);
        }
        for id in &used {
            report.fault(Fault::new(0, "", "not_empty", name_of(id)));
        }
        report.removed = removed.len() as u64;
        self.weigh(&mut report);
        self.keep_report(work, &columns, &report).await
    }

    /// Compares again, since time has passed since the file was read. `tx` holds the tree's imports.
    pub(super) async fn apply_tree(
        &self,
        tx: &mut Tx,
        work: &Work,
        file: &[u8],
        shown: Report,
        accept_brake: bool,
    ) -> Result<Report, Error> {
        let now = self.now();
        let today = days::day_of(now);
        let yesterday = today.previous_day().ok_or(Error::BadDays)?;
        let mut report = Report::default();
        let (columns, lines) = self.tree_of(work, file, &mut report)?;

        organisations::lock_tree(tx).await?;
        let present = import_tree::present(tx, work.top, &work.source(), today).await?;
        let plan = plan(&lines, &present, work.terms(), &columns);
        let (removed, _) = self.removable(tx, &plan).await?;
        note(&mut report, &plan, &present, &lines);
        report.removed = removed.len() as u64;
        report.left_lately = imports::left_lately(tx, work.kind, work.top, now).await?;
        self.weigh(&mut report);
        work.refuse_to_shake(&report, accept_brake)?;
        self.write_tree(tx, work, &lines, &plan, &columns).await?;
        import_tree::close(tx, &removed, yesterday, now).await?;
        let mut touched: Vec<ScopeId> = plan
            .steps
            .iter()
            .filter(|step| step.outcome != Outcome::Unchanged)
            .map(|step| step.id)
            .chain(removed)
            .collect();
        touched.sort_unstable();
        for touched in touched.chunks(AT_ONCE) {
            let fact = facts::organisations_imported(actor(&work.viewer), work.id, touched);
            store::tell(tx, &fact).await?;
        }
        Ok(Report { preview: shown.preview, faults: shown.faults, faulty: shown.faulty, ..report })
    }

    /// The columns and the lines of a file; what is wrong with it goes to the report.
    fn tree_of(
        &self,
        work: &Work,
        file: &[u8],
        report: &mut Report,
    ) -> Result<(Vec<String>, Vec<OrganisationLine>), Error> {
        let most = self.inner.settings.import_max_lines;
        match work.kind {
            ImportKind::Dila => {
                let read = dila::read(file, most)?;
                read.faults.into_iter().for_each(|fault| report.fault(fault));
                Ok((dila::COLUMNS.map(str::to_owned).to_vec(), read.lines))
            }
            _ => read_table(file, most, report),
        }
    }

    /// Which organisations that the file no longer names can be closed, and which are still used.
    async fn removable(&self, tx: &mut Tx, plan: &Plan) -> Result<(Vec<ScopeId>, Vec<ScopeId>), Error> {
        let now = self.now();
        let mut removable = plan.removed.clone();
        let mut used = vec![];
        // What stands above something that stays, stays too.
        loop {
            let still = import_tree::still_used(tx, &removable, days::day_of(now), now).await?;
            if still.is_empty() {
                return Ok((removable, used));
            }
            removable.retain(|id| !still.contains(id));
            used.extend(still);
        }
    }

    async fn write_tree(
        &self,
        tx: &mut Tx,
        work: &Work,
        lines: &[OrganisationLine],
        plan: &Plan,
        columns: &[String],
    ) -> Result<(), Error> {
        let now = self.now();
        let source = work.source();
        let wanted: Vec<ScopeId> =
            plan.steps.iter().flat_map(|step| step.parent.into_iter().chain([step.id])).collect();
        let mut paths: HashMap<ScopeId, Vec<ScopeId>> =
            organisations::paths(&mut **tx, &wanted).await?.into_iter().collect();
        // Parents that no line names stand where they did, unless something above them moves.
        let listed: HashSet<ScopeId> = plan.steps.iter().map(|step| step.id).collect();
        let unlisted: Vec<ScopeId> = paths.keys().filter(|id| !listed.contains(id)).copied().collect();
        let (mut new, mut changed) = (vec![], vec![]);
        for step in &plan.steps {
            let above = step.parent.and_then(|parent| paths.get(&parent)).cloned().unwrap_or_default();
            let mut path = above.clone();
            path.push(step.id);
            if step.moved && step.outcome == Outcome::Changed {
                // One after the other, those added before them first: a move carries all that is below.
                flush(tx, &mut new, &source, now).await?;
                let (old, _) =
                    organisations::hold_path(tx, step.id).await?.ok_or(Error::NoSuchOrganisation)?;
                let target = match step.parent {
                    Some(parent) => {
                        organisations::hold_path(tx, parent).await?.ok_or(Error::NoSuchOrganisation)?.0
                    }
                    None => vec![],
                };
                if target.contains(&step.id) {
                    return Err(Error::Circle);
                }
                organisations::move_below(tx, step.id, &old, &target).await?;
                for id in &unlisted {
                    if let Some(path) = paths.get_mut(id).filter(|path| path.contains(&step.id)) {
                        *path = target.iter().chain(&path[old.len() - 1..]).copied().collect();
                    }
                }
                path = target;
                path.push(step.id);
            }
            paths.insert(step.id, path.clone());
            let line = written(&lines[step.at], step.id, &path);
            match step.outcome {
                Outcome::Added => new.push(line),
                Outcome::Changed => changed.push(line),
                Outcome::Unchanged => {}
            }
        }
        flush(tx, &mut new, &source, now).await?;
        for chunk in changed.chunks(AT_ONCE) {
            import_tree::change(tx, chunk, columns, &source, now).await.map_err(siret_taken)?;
        }
        Ok(())
    }
}

/// Counts what a plan does, and shows the first.
fn note(report: &mut Report, plan: &Plan, present: &[Present], lines: &[OrganisationLine]) {
    report.present = present.iter().filter(|found| found.uid.is_some() && !found.closed).count() as u64;
    plan.faults.iter().cloned().for_each(|fault| report.fault(fault));
    let open: HashMap<ScopeId, &Present> =
        present.iter().filter(|found| !found.closed).map(|found| (found.id, found)).collect();
    for step in &plan.steps {
        report.count(step.outcome);
        let line = &lines[step.at];
        if let Some(found) = open.get(&step.id) {
            let renamed = folded(&found.name) != folded(&line.name);
            report.moved += u64::from(step.moved);
            report.renamed += u64::from(renamed);
            report.shaken += u64::from(step.moved || renamed);
        }
        if step.outcome != Outcome::Unchanged {
            report.show(line.line, step.outcome.as_str(), &line.name, step.changes.clone());
        }
    }
}

async fn flush(
    tx: &mut Tx,
    new: &mut Vec<WrittenOrganisation<'_>>,
    source: &str,
    now: time::OffsetDateTime,
) -> Result<(), Error> {
    for chunk in new.chunks(AT_ONCE) {
        import_tree::insert(tx, chunk, source, now).await.map_err(siret_taken)?;
    }
    new.clear();
    Ok(())
}

fn written<'a>(line: &'a OrganisationLine, id: ScopeId, path: &[ScopeId]) -> WrittenOrganisation<'a> {
    let path: Vec<Uuid> = uuids(path);
    WrittenOrganisation {
        id: id.uuid(),
        path,
        external_id: &line.uid,
        name: &line.name,
        acronym: line.acronym.as_deref(),
        kind: line.kind.as_deref(),
        siret: line.siret.as_deref(),
        missions: line.missions.as_deref(),
        telephone: line.contacts.telephone.as_deref(),
        address: line.contacts.address.as_deref(),
        mail: line.contacts.mail.as_deref(),
        site: line.contacts.site.as_deref(),
    }
}

fn read_table(
    file: &[u8],
    most: u32,
    report: &mut Report,
) -> Result<(Vec<String>, Vec<OrganisationLine>), Error> {
    let mut table = Table::open(file, ORGANISATIONS)?;
    let columns = table.columns().into_iter().map(str::to_owned).collect();
    let (mut lines, mut read) = (vec![], 0_u32);
    loop {
        match table.read() {
            Next::End => break,
            Next::Unreadable(line, code) => report.fault(Fault::new(line, "", code, None)),
            Next::Line(line) => match OrganisationLine::read(&line) {
                Ok(line) => lines.push(line),
                Err(fault) => report.fault(fault),
            },
        }
        read += 1;
        if read > most {
            return Err(Error::TooManyLines { most });
        }
    }
    if read == 0 {
        return Err(Error::BadFile { reason: "0" });
    }
    Ok((columns, lines))
}
