//! `sacados.default.toml` is the manual: it says every setting, and says the defaults of the code.

use serde::Serialize;
use toml::{Table, Value};

#[test]
fn the_manual_says_what_the_code_does_and_explains_each_line() {
    assert_eq!(faults(sacados::DEFAULTS), Vec::<String>::new());
}

#[test]
fn a_manual_that_is_wrong_is_found_out() {
    let broken = |from: &str, to: &str| {
        assert!(sacados::DEFAULTS.contains(from), "{from}");
        faults(&sacados::DEFAULTS.replacen(from, to, 1))
    };

    assert_eq!(broken("max_days = 60 ", "max_days = 61 "), ["[transfer] is not what the code does"]);
    assert_eq!(broken("code_tries = 5 ", "code_tries = 500 "), ["[identity] is not what the code does"]);
    assert_eq!(
        broken("grace_seconds = 20 ", "#"),
        ["settings that do not read: missing field `grace_seconds`"]
    );
    let unknown = broken("[limits]", "[limits]\nspeed = 3 # how fast");
    assert!(unknown[0].contains("unknown field `speed`"), "{unknown:?}");
    let unexplained = broken("[limits]", "[limits]\n\n[mail.smtp]\nport = 25\n[none]\n");
    assert!(!unexplained.is_empty());
    let silent = sacados::DEFAULTS
        .lines()
        .map(|line| if line.starts_with("max_files") { "max_files = 2000" } else { line });
    assert_eq!(faults(&silent.collect::<Vec<_>>().join("\n")), ["not explained: max_files = 2000"]);
}

/// What is wrong with a manual.
fn faults(manual: &str) -> Vec<String> {
    let file: Table = match manual.parse() {
        Ok(file) => file,
        Err(error) => return vec![format!("not TOML: {error}")],
    };
    let settings: sacados::Settings = match file.clone().try_into() {
        Ok(settings) => settings,
        Err(error) => return vec![format!("settings that do not read: {}", error.message())],
    };
    let mut faults = vec![];
    let code = [
        ("server", table(&web::ServerSettings::default())),
        ("mail", table(&mail::Settings::default())),
        ("identity", table(&identity::Settings::default())),
        ("hub", table(&hub::Settings::default())),
        ("directory", table(&directory::Settings::default())),
        ("provider", table(&provider::Settings::default())),
        ("transfer", table(&transfer::Settings::default())),
    ];
    for (section, defaults) in code {
        if file[section].as_table() != Some(&defaults) {
            faults.push(format!("[{section}] is not what the code does"));
        }
    }
    if paths(&table(&settings)) != paths(&file) {
        faults.push("a setting of the code has no line".to_owned());
    }
    let lines = manual.lines().filter(|line| line.contains(" = ") && !line.trim_start().starts_with('#'));
    faults.extend(lines.filter(|line| !line.contains('#')).map(|line| format!("not explained: {line}")));
    faults
}

fn table(settings: &impl Serialize) -> Table {
    Table::try_from(settings).unwrap()
}

fn paths(table: &Table) -> Vec<String> {
    let below = |name: &str, value: &Value| match value {
        Value::Table(table) => paths(table).into_iter().map(|path| format!("{name}.{path}")).collect(),
        _ => vec![name.to_owned()],
    };
    let mut paths: Vec<String> = table.iter().flat_map(|(name, value)| below(name, value)).collect();
    paths.sort();
    paths
}
