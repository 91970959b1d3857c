//! Imports: a file is read and compared, what it would do is shown, and it is applied when somebody says so, in one
//! transaction.

mod people;
mod tree;

use std::time::Duration;

use bytes::Bytes;
use kernel::{PersonId, Problem, ScopeId};

use super::absences::actor;
use crate::{
    Directory, Error, facts,
    model::{
        import::{ImportId, ImportKind, Report, organisations::Terms},
        privacy::Viewer,
    },
    rows::imports::{self, ImportRow},
    views::{PersonName, imports::ImportView},
};

/// How long a request waits for an import before it answers that it is under way.
const WAIT: Duration = Duration::from_secs(20);

/// What an import is about and limited to.
#[derive(Clone)]
struct Work {
    viewer: Viewer,
    id: ImportId,
    kind: ImportKind,
    top: Option<ScopeId>,
    /// From the root of the house to `top`.
    path: Vec<ScopeId>,
    /// Who read the file.
    read_by: PersonId,
    /// Whether it may say which establishments organisations are: that decides where people work.
    sets_sirets: bool,
}

impl Work {
    /// The name under which what comes of it is found again.
    fn source(&self) -> String {
        match (self.kind, self.path.first()) {
            (ImportKind::Dila, _) => "dila".to_owned(),
            (_, Some(root)) => format!("import:{root}"),
            (_, None) => "import".to_owned(),
        }
    }

    /// What a file about organisations may do here.
    const fn terms(&self) -> Terms {
        Terms { top: self.top, sets_sirets: self.sets_sirets }
    }

    /// Whether an import may go on that takes away or changes so much.
    fn refuse_to_shake(&self, report: &Report, accept_brake: bool) -> Result<(), Error> {
        if report.refusal.is_some() {
            return Err(Error::Emptied);
        }
        let Some(brake) = &report.brake else { return Ok(()) };
        if !accept_brake {
            let (percent, limit_percent) = (brake.percent, brake.limit_percent);
            return Err(Error::Brake { percent, limit_percent });
        }
        if report.needs_another && self.viewer.person == self.read_by && !self.viewer.administers {
            return Err(Error::SecondPerson { percent: brake.percent });
        }
        Ok(())
    }

    /// Whose records the file is of: their names for people are theirs alone.
    fn tree(&self) -> uuid::Uuid {
        self.path.first().map_or_else(uuid::Uuid::nil, |root| root.uuid())
    }
}

impl Directory {
    /// Reads a file and says what it would do. Large ones go on after the answer.
    ///
    /// # Errors
    /// [`Error::NotCorrespondent`]; [`Error::OrganisationClosed`]; [`Error::BadFile`]; [`Error::TooManyLines`].
    pub(crate) async fn read_import(
        &self,
        viewer: &Viewer,
        kind: ImportKind,
        top: Option<ScopeId>,
        file: Bytes,
    ) -> Result<ImportView, Error> {
        let path = self.import_path(viewer, top).await?;
        self.still_open(top).await?;
        let work = Work {
            viewer: viewer.clone(),
            id: ImportId::new(),
            kind,
            top,
            path,
            read_by: viewer.person,
            sets_sirets: viewer.administers,
        };
        imports::insert(self.db(), work.id, kind, top, viewer.person, &file, self.now()).await?;

        let directory = self.clone();
        let id = work.id;
        self.finish(async move {
            let read = match work.kind {
                ImportKind::People => directory.read_people(&work, &file).await,
                ImportKind::Organisations | ImportKind::Dila => directory.read_tree(&work, &file).await,
            };
            if read.is_err() {
                imports::delete(directory.db(), work.id).await?;
            }
            read
        })
        .await?;
        self.show_import(viewer, id).await
    }

    /// Does what an import said it would, in one transaction: killed before its end, it did nothing and can be applied again.
    ///
    /// # Errors
    /// [`Error::Brake`] unless it is accepted; [`Error::SecondPerson`]; [`Error::Emptied`]; [`Error::ImportOver`];
    /// [`Error::ImportBusy`] while another one of the tree is applied.
    pub(crate) async fn apply_import(
        &self,
        viewer: &Viewer,
        id: ImportId,
        accept_brake: bool,
    ) -> Result<ImportView, Error> {
        let row = self.kept_import(viewer, id).await?;
        if row.state != "checked" {
            return Err(if row.state == "checking" { Error::ImportBusy } else { Error::ImportOver });
        }
        let top = row.organisation();
        self.still_open(top).await?;
        let work = Work {
            viewer: viewer.clone(),
            id,
            kind: row.kind(),
            top,
            path: self.import_path(viewer, top).await?,
            read_by: row.made_by(),
            // What was shown to somebody who may not is not done because somebody who may applies it.
            sets_sirets: viewer.administers && self.administers(row.made_by()).await?,
        };

        let directory = self.clone();
        self.finish(async move { directory.apply(&work, row.report, accept_brake).await }).await?;
        self.show_import(viewer, id).await
    }

    async fn apply(&self, work: &Work, shown: Report, accept_brake: bool) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        if !imports::take(&mut tx, work.path.first().copied()).await? {
            return Err(Error::ImportBusy);
        }
        // Looked at again: another may have applied it a moment ago. Without its file it was read by an earlier release.
        let (state, file) = imports::held(&mut tx, work.id).await?.ok_or(Error::NoSuchImport)?;
        let file = file.filter(|_| state == "checked").ok_or(Error::ImportOver)?;
        let report = match work.kind {
            ImportKind::People => {
                // What it holds between two batches is large and lasts: it is kept apart.
                Box::pin(self.apply_people(&mut tx, work, &file, shown, accept_brake)).await?
            }
            ImportKind::Organisations | ImportKind::Dila => {
                self.apply_tree(&mut tx, work, &file, shown, accept_brake).await?
            }
        };
        imports::set_applied(&mut tx, work.id, &report, work.viewer.person, self.now()).await?;
        store::tell(&mut tx, &facts::import_applied(actor(&work.viewer), work.id, work.top, &report)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// # Errors
    /// [`Error::OrganisationClosed`] once its last day is over.
    pub(crate) async fn still_open(&self, top: Option<ScopeId>) -> Result<(), Error> {
        let Some(top) = top else { return Ok(()) };
        let found = self.organisations_named(&[top]).await?.remove(&top);
        if found.is_some_and(|found| found.closed) { Err(Error::OrganisationClosed) } else { Ok(()) }
    }

    pub(crate) async fn show_import(&self, viewer: &Viewer, id: ImportId) -> Result<ImportView, Error> {
        let row = self.kept_import(viewer, id).await?;
        Ok(self.import_views(viewer, vec![row]).await?.remove(0))
    }

    /// # Errors
    /// [`Error::NotCorrespondent`] for who keeps nothing.
    pub(crate) async fn list_imports(&self, viewer: &Viewer) -> Result<Vec<ImportView>, Error> {
        if !viewer.administers && viewer.keeps.is_empty() {
            return Err(Error::NotCorrespondent);
        }
        let trees = (!viewer.administers).then_some(viewer.keeps.as_slice());
        let rows = imports::newest(self.db(), trees).await?;
        self.import_views(viewer, rows).await
    }

    async fn import_views(&self, viewer: &Viewer, rows: Vec<ImportRow>) -> Result<Vec<ImportView>, Error> {
        let makers: Vec<_> = rows.iter().map(ImportRow::made_by).collect();
        let met = self.met(viewer, &makers).await?;
        let names = self.names(rows.iter().filter_map(ImportRow::organisation)).await?;
        let view = |row: ImportRow| {
            let maker = met.get(&row.made_by()).map(PersonName::from);
            let organisation = row.organisation().and_then(|id| names.get(&id)).map(Into::into);
            ImportView::new(row, organisation, maker)
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// An import of a tree that the viewer keeps; another is as if there were none.
    async fn kept_import(&self, viewer: &Viewer, id: ImportId) -> Result<ImportRow, Error> {
        let row = imports::page(self.db(), id).await?.ok_or(Error::NoSuchImport)?;
        match self.import_path(viewer, row.organisation()).await {
            Err(Error::NotCorrespondent) => Err(Error::NoSuchImport),
            Err(other) => Err(other),
            Ok(_) => Ok(row),
        }
    }

    /// The path of what an import is limited to, if the viewer keeps it; without a limit, for administrators.
    async fn import_path(&self, viewer: &Viewer, top: Option<ScopeId>) -> Result<Vec<ScopeId>, Error> {
        match top {
            Some(top) => self.kept(viewer, top).await,
            None if viewer.administers => Ok(vec![]),
            None => Err(Error::NotCorrespondent),
        }
    }

    /// Runs to its end even when whoever asked has gone; waits a while for it.
    async fn finish(
        &self,
        work: impl Future<Output = Result<(), Error>> + Send + 'static,
    ) -> Result<(), Error> {
        let task = tokio::spawn(async move {
            let done = work.await;
            if let Err(error) = &done {
                tracing::info!(cause = %error, "an import was refused");
            }
            done
        });
        match tokio::time::timeout(WAIT, task).await {
            Ok(Ok(done)) => done,
            Ok(Err(panicked)) => Err(Error::Port(Problem::internal(panicked))),
            // It goes on: the import says that it is being worked on.
            Err(_) => Ok(()),
        }
    }

    /// Keeps what reading found.
    async fn keep_report(&self, work: &Work, columns: &[String], report: &Report) -> Result<(), Error> {
        let state = if report.refusal.is_some() { "refused" } else { "checked" };
        let mut tx = self.store().begin().await?;
        imports::set_checked(&mut tx, work.id, state, columns, report).await?;
        store::tell(&mut tx, &facts::import_checked(actor(&work.viewer), work.id, work.top, report)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says in a report how much would be taken away or changed, and whether that is too much.
    fn weigh(&self, report: &mut Report) {
        report.weigh(self.inner.settings.import_brake_percent);
    }
}
