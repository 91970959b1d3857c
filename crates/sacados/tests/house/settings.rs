//! `sacados.default.toml` is the manual: it says every setting, and says the defaults of the code.

use serde::Serialize;
use toml::{Table, Value};

#[test]
fn the_default_file_says_what_the_code_does() {
    let file: Table = sacados::DEFAULTS.parse().unwrap();
    let section = |name: &str| file[name].as_table().unwrap().clone();

    assert_eq!(section("server"), table(&web::ServerSettings::default()));
    assert_eq!(section("mail"), table(&mail::Settings::default()));
    assert_eq!(section("identity"), table(&identity::Settings::default()));
    assert_eq!(section("transfer"), table(&transfer::Settings::default()));
}

#[test]
fn every_setting_has_its_line_in_the_manual() {
    let file: Table = sacados::DEFAULTS.parse().unwrap();
    let settings: sacados::Settings = sacados::DEFAULTS.parse::<Table>().unwrap().try_into().unwrap();

    assert_eq!(paths(&table(&settings)), paths(&file));
    for line in
        sacados::DEFAULTS.lines().filter(|line| line.contains(" = ") && !line.trim_start().starts_with('#'))
    {
        assert!(line.contains('#'), "this setting is not explained: {line}");
    }
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
