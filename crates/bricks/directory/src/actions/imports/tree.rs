//! Files about organisations: CSV, or the national reference in JSON.

use std::collections::HashMap;

use kernel::ScopeId;
use serde_json::json;
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
            columns::ORGANISATIONS,
            dila,
            organisations::{OrganisationLine, Plan, plan},
            table::{Next, Table},
        },
    },
    rows::{
        import_tree::{self, WrittenOrganisation},
        imports::{self, NewLine},
        organisations, uuids,
    },
};

const AT_ONCE: usize = 2_000;

impl Directory {
    pub(super) async fn read_tree(&self, work: &Work, file: &[u8]) -> Result<(), Error> {
        let most = self.inner.settings.import_max_lines;
        let mut report = Report::default();
        let (columns, lines) = match work.kind {
            ImportKind::Dila => {
                let read = dila::read(file, most)?;
                read.faults.into_iter().for_each(|fault| report.fault(fault));
                (dila::COLUMNS.map(str::to_owned).to_vec(), read.lines)
            }
            _ => read_table(file, most, &mut report)?,
        };

        let present = self.present(work).await?;
        let plan = plan(&lines, &present, work.top, &columns);
        report.present = present.iter().filter(|found| found.uid.is_some() && !found.closed).count() as u64;
        plan.faults.iter().cloned().for_each(|fault| report.fault(fault));
        for step in &plan.steps {
            report.count(step.outcome);
            if step.outcome != Outcome::Unchanged {
                let line = &lines[step.at];
                report.show(line.line, step.outcome.as_str(), &line.name, step.changes.clone());
            }
        }

        let mut tx = self.store().begin().await?;
        let (removed, used) = self.removable(&mut tx, &plan).await?;
        for id in &removed {
            let name = present.iter().find(|found| found.id == *id).map(|found| found.name.as_str());
            report.show(0, "removed", name.unwrap_or_default(), vec![]);
        }
        for id in used {
            let name = present.iter().find(|found| found.id == id).map(|found| found.name.as_str());
            report.fault(Fault::new(0, "", "not_empty", name));
        }
        report.removed = removed.len() as u64;
        for chunk in lines.chunks(AT_ONCE) {
            let kept: Vec<NewLine<serde_json::Value>> = chunk
                .iter()
                .map(|line| NewLine {
                    line: line.line,
                    subject: None,
                    outcome: Outcome::Added,
                    content: json!(line),
                })
                .collect();
            imports::insert_lines(&mut tx, work.id, &kept).await?;
        }
        tx.commit().await?;
        self.weigh(&mut report);
        self.keep_report(work, &columns, &report).await
    }

    pub(super) async fn apply_tree(
        &self,
        work: &Work,
        columns: &[String],
        mut report: Report,
        accept_brake: bool,
    ) -> Result<(), Error> {
        let now = self.now();
        let today = days::day_of(now);
        let yesterday = today.previous_day().ok_or(Error::BadDays)?;

        let mut tx = self.store().begin().await?;
        organisations::lock_tree(&mut tx).await?;
        let mut lines: Vec<OrganisationLine> = vec![];
        let mut after = 0;
        loop {
            let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
            let read: Vec<(i32, OrganisationLine)> = imports::lines(&mut tx, work.id, after, limit).await?;
            let Some((last, _)) = read.last() else { break };
            after = *last;
            lines.extend(read.into_iter().map(|(_, line)| line));
        }
        // Compared again: time has passed since the file was read.
        let present = self.present(work).await?;
        let plan = plan(&lines, &present, work.top, columns);
        let (removed, _) = self.removable(&mut tx, &plan).await?;
        report.present = present.iter().filter(|found| found.uid.is_some() && !found.closed).count() as u64;
        report.removed = removed.len() as u64;
        self.weigh(&mut report);
        Self::refuse_to_empty(&report, accept_brake)?;
        (report.added, report.changed, report.unchanged) = (0, 0, 0);
        plan.steps.iter().for_each(|step| report.count(step.outcome));
        self.write_tree(&mut tx, work, &lines, &plan, columns).await?;
        import_tree::close(&mut tx, &removed, yesterday, now).await?;
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
            store::tell(&mut tx, &fact).await?;
        }
        imports::set_applied(&mut tx, work.id, &report, work.viewer.person, now).await?;
        store::tell(&mut tx, &facts::import_applied(actor(&work.viewer), work.id, work.top, &report)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn present(&self, work: &Work) -> Result<Vec<crate::model::import::organisations::Present>, Error> {
        let today = days::day_of(self.now());
        Ok(import_tree::present(self.db(), work.top, &work.source(), today).await?)
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
        let mut paths: HashMap<ScopeId, Vec<ScopeId>> = HashMap::new();
        let wanted: Vec<ScopeId> =
            plan.steps.iter().flat_map(|step| step.parent.into_iter().chain([step.id])).collect();
        paths.extend(organisations::paths(self.db(), &wanted).await?);
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
                path = target;
                path.push(step.id);
            }
            paths.insert(step.id, path.clone());
            let line = written(&lines[step.at], step.id, &path);
            match step.outcome {
                Outcome::Added => new.push(line),
                Outcome::Changed => changed.push(line),
                Outcome::Unchanged | Outcome::Fault => {}
            }
        }
        flush(tx, &mut new, &source, now).await?;
        for chunk in changed.chunks(AT_ONCE) {
            import_tree::change(tx, chunk, columns, &source, now).await.map_err(siret_taken)?;
        }
        Ok(())
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
