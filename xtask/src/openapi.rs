//! docs/api.json, which the program writes itself, and the types the web application reads it by.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Outcome, house::House, shell, steps::Steps, web};

const API: &str = "docs/api.json";
const TYPES: &str = "web/src/api/schema.d.ts";

/// Writes both anew.
pub(crate) fn write(house: &House) -> Outcome {
    let steps = Steps::new();
    let built = web::ready(house, &steps) && steps.run("program", house.cargo(&["build", "-p", "sacados"]));
    if built
        && steps.act("api", |_| {
            let api = describe(house)?;
            fs::write(house.root.join(API), api).map_err(|error| format!("{API} cannot be written: {error}"))
        })
    {
        steps.act("web: api types", |_| write_types(house));
    }
    steps.close()
}

/// Writes the types from docs/api.json as it stands.
pub(crate) fn write_types(house: &House) -> Outcome {
    type_api(house, &house.root.join(API), &house.root.join(TYPES))
}

/// Fails when the program has moved and what is committed has not. Changes neither file.
pub(crate) fn is_up_to_date(house: &House) -> Outcome {
    let api = describe(house)?;
    same(&house.root.join(API), &api)?;

    let fresh = house.target.join("tmp").join("schema.d.ts");
    fs::create_dir_all(house.target.join("tmp")).map_err(|error| error.to_string())?;
    type_api(house, &house.root.join(API), &fresh)?;
    same(&house.root.join(TYPES), &fs::read_to_string(&fresh).map_err(|error| error.to_string())?)
}

fn describe(house: &House) -> Outcome<String> {
    let mut program = house.command(&house.program("debug").to_string_lossy());
    program.arg("openapi");
    shell::read(program)
}

/// The generator lives apart from the application: it asks for another TypeScript.
fn type_api(house: &House, api: &Path, types: &Path) -> Outcome {
    let room: PathBuf = house.web().join("tools/openapi");
    if !room.join("node_modules").is_dir() {
        let mut install =
            house.pnpm(&["install", "--frozen-lockfile", "--prefer-offline", "--ignore-workspace"]);
        install.current_dir(&room);
        hear(install)?;
    }
    let mut generate = house.pnpm(&["exec", "openapi-typescript"]);
    generate.current_dir(&room).arg(api).arg("-o").arg(types);
    hear(generate)
}

/// Runs a command of which nobody wants to hear when it goes well.
fn hear(command: std::process::Command) -> Outcome {
    let mut page = String::new();
    shell::run(command, |line| page.extend([line, "\n"])).map_err(|sentence| format!("{sentence}\n{page}"))
}

fn same(file: &Path, wanted: &str) -> Outcome {
    let found = fs::read_to_string(file).unwrap_or_default();
    let Some(line) = first_difference(&found, wanted) else { return Ok(()) };
    Err(format!(
        "{} is out of date from line {line} on: run `cargo run -p xtask -- openapi` and commit what it writes",
        file.display()
    ))
}

fn first_difference(found: &str, wanted: &str) -> Option<usize> {
    if found == wanted {
        return None;
    }
    let same = found.lines().zip(wanted.lines()).take_while(|(found, wanted)| found == wanted).count();
    Some(same + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
    }
}
