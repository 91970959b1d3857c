//! The web application: installed, built when its sources changed, checked.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

use crate::{Outcome, house::House, openapi, steps::Steps};

/// What lies in web/ but does not decide what is built.
const NOT_BUILT: [&str; 6] = ["node_modules", "dist", "e2e", "test-results", "playwright-report", "tools"];

/// `make web`'s verb: install, build, and the types of the API.
pub(crate) fn web(house: &House) -> Outcome {
    let steps = Steps::new();
    if install(house, &steps) {
        steps.act("web: api types", |_| openapi::write_types(house));
        build(house, &steps);
    }
    steps.close()
}

/// Installed, and built if the sources are not those of the last build. The program cannot be compiled before.
pub(crate) fn ready(house: &House, steps: &Steps) -> bool {
    install(house, steps) && build(house, steps)
}

/// What the sources themselves must satisfy, once built: each check on its own line of the table.
pub(crate) fn check(house: &House, steps: &Steps) {
    steps.run_aside("web: types", house.pnpm(&["run", "check:types"]));
    steps.run_aside("web: lint", house.pnpm(&["run", "check:lint"]));
    steps.run_aside("web: words", house.pnpm(&["run", "check:words"]));
    steps.run_aside("web: budgets", house.pnpm(&["run", "check:budgets"]));
}

fn install(house: &House, steps: &Steps) -> bool {
    let web = house.web();
    let wanted = ["package.json", "pnpm-lock.yaml", ".npmrc", "pnpm-workspace.yaml"];
    let mark = Mark::new(house, "install", &wanted.map(|name| web.join(name)));
    if mark.holds() && web.join("node_modules").is_dir() {
        steps.skip("web: install", "nothing new");
        return true;
    }
    let words = ["install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"];
    let well = steps.run_aside("web: install", house.pnpm(&words));
    if well {
        mark.set();
    }
    well
}

fn build(house: &House, steps: &Steps) -> bool {
    let web = house.web();
    let mut sources = vec![];
    if let Err(error) = gather(&web, &mut sources) {
        return steps.act("web: build", |_| Err(format!("the sources cannot be read: {error}")));
    }
    let mark = Mark::new(house, "dist", &sources);
    if mark.holds() && web.join("dist/index.html").is_file() {
        steps.skip("web: build", "nothing new");
        return true;
    }
    let mut vite = house.pnpm(&["run", "build"]);
    // Named after its sources, not after a commit: the same sources are the same build, committed or not.
    vite.env("SACADOS_BUILD", mark.words().trim());
    let well = steps.run_aside("web: build", vite);
    if well {
        mark.set();
    }
    well
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if NOT_BUILT.contains(&name.as_ref()) || name.ends_with(".tsbuildinfo") {
            continue;
        }
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The print of some files, kept from one build to the next; it lies in `node_modules`, and goes with it.
struct Mark {
    kept: PathBuf,
    print: u64,
}

impl Mark {
    fn new(house: &House, name: &str, files: &[PathBuf]) -> Self {
        let mut print = DefaultHasher::new();
        for file in files {
            file.hash(&mut print);
            fs::read(file).ok().hash(&mut print);
        }
        let kept = house.web().join("node_modules/.sacados").join(name);
        Self { kept, print: print.finish() }
    }

    fn holds(&self) -> bool {
        fs::read_to_string(&self.kept).is_ok_and(|kept| kept == self.words())
    }

    /// Costs at worst one build too many if it cannot be written.
    fn set(&self) {
        let written = self
            .kept
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&self.kept, self.words()));
        if let Err(error) = written {
            eprintln!("xtask: {} cannot be written: {error}", self.kept.display());
        }
    }

    fn words(&self) -> String {
        format!("{:016x}\n", self.print)
    }
}
