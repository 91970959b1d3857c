//! Side-by-side measurements: each folder of `bench/` asks one question and has a `run.sh` that answers it.

use std::{fs, path::PathBuf};

use crate::{Outcome, house::House, steps::Steps, web};

pub(crate) fn bench(house: &House) -> Outcome {
    let questions = questions(house);
    if questions.is_empty() {
        return Err("nothing to measure: no folder of bench/ has a run.sh".to_owned());
    }

    let steps = Steps::new();
    let built = web::ready(house, &steps)
        && steps.run("program", house.cargo(&["build", "--release", "-p", "sacados"]));
    if built {
        for question in questions {
            let name = question.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let mut measure = house.command("bash");
            measure.arg("run.sh").current_dir(&question).env("SACADOS_PROGRAM", house.program("release"));
            steps.run(&name, measure);
        }
    }
    steps.close()
}

fn questions(house: &House) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(house.root.join("bench"))
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    found.retain(|folder| folder.join("run.sh").is_file());
    found.sort();
    found
}
