//! What templates can say beside plain words: buttons and figures, sizes and dates in the letter's language.

use kernel::Language;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, State, context,
    value::{Rest, Value},
};
use time::{Date, Month, Weekday, macros::format_description};

const NO_BREAK: char = '\u{A0}';
const NARROW: char = '\u{202F}';

pub(crate) fn teach(environment: &mut Environment<'static>) {
    environment
        .add_function("title", |state: &mut State, words: String| part(state, "title", context! { words }));
    environment.add_function("button", |state: &mut State, url: String, label: String| {
        if !url.starts_with("https://") && !url.starts_with("http://") {
            return Err(no("a button opens an http or https address"));
        }
        part(state, "button", context! { url, label })
    });
    environment
        .add_function("code", |state: &mut State, code: String| part(state, "code", context! { code }));
    environment.add_function("quote", |state: &mut State, words: String| {
        part(
            state,
            "quote",
            context! { lines => words.trim().lines().map(str::to_owned).collect::<Vec<_>>() },
        )
    });
    environment.add_function("facts", |state: &mut State, rows: Rest<Value>| {
        part(state, "facts", context! { rows => rows.0 })
    });
    environment.add_function("count", |state: &mut State, number: i64, one: String, many: String| {
        let language = language(state)?;
        let word = if is_one(language, number) { one } else { many };
        Ok::<_, Error>(format!("{}{NO_BREAK}{word}", grouped(language, number)))
    });
    environment.add_filter("number", |state: &State, number: i64| {
        language(state).map(|language| grouped(language, number))
    });
    environment.add_filter("bytes", |state: &State, size: u64| language(state).map(|l| bytes(l, size)));
    environment.add_filter("date", |state: &State, day: String| -> Result<String, Error> {
        let day = Date::parse(&day, format_description!("[year]-[month]-[day]"))
            .map_err(|_| no("a date is written 2026-12-23"))?;
        Ok(date(language(state)?, day))
    });
}

/// A piece of the letter, in HTML or in text according to what is being written.
fn part(state: &mut State, name: &str, context: Value) -> Result<Value, Error> {
    let html = matches!(state.auto_escape(), AutoEscape::Html);
    let file = format!("parts/{name}.{}", if html { "html" } else { "txt" });
    let language = language(state)?.code();
    let written = state.env().get_template(&file)?.render(context! { language, ..context })?;
    Ok(Value::from_safe_string(written.trim_end().to_owned()))
}

fn language(state: &State) -> Result<Language, Error> {
    let code = state.lookup("language").ok_or_else(|| no("a letter has a language"))?;
    code.as_str().unwrap_or_default().parse().map_err(|_| no("a letter has a language"))
}

fn no(reason: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, reason)
}

/// French counts zero and one and a half as singular; English only one.
fn is_one(language: Language, number: i64) -> bool {
    match language {
        Language::Fr => (-1..=1).contains(&number),
        Language::En => number == 1,
    }
}

fn grouped(language: Language, number: i64) -> String {
    let separator = match language {
        Language::Fr => NARROW,
        Language::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A size as file managers say it, in powers of a thousand: `48 Mo`, `1,4 Go`.
fn bytes(language: Language, size: u64) -> String {
    let units = match language {
        Language::Fr => ["o", "Ko", "Mo", "Go", "To"],
        Language::En => ["B", "KB", "MB", "GB", "TB"],
    };
    // In tenths, so that no rounding goes through a float; 999,95 Ko is 1 Mo.
    let mut tenths = u128::from(size) * 10;
    let mut unit = 0;
    while tenths >= 9_995 && unit + 1 < units.len() {
        tenths = (tenths + 500) / 1_000;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let figure = if whole < 10 && tenth > 0 {
        let comma = if language == Language::Fr { ',' } else { '.' };
        format!("{whole}{comma}{tenth}")
    } else {
        ((tenths + 5) / 10).to_string()
    };
    format!("{figure}{NO_BREAK}{}", units[unit])
}

fn date(language: Language, day: Date) -> String {
    let (weekday, month) = match language {
        Language::Fr => (french_weekday(day.weekday()).to_owned(), french_month(day.month()).to_owned()),
        Language::En => (day.weekday().to_string(), day.month().to_string()),
    };
    let number = match (language, day.day()) {
        (Language::Fr, 1) => "1er".to_owned(),
        (_, number) => number.to_string(),
    };
    format!("{weekday} {number}{NO_BREAK}{month} {}", day.year())
}

fn french_weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    }
}

fn french_month(month: Month) -> &'static str {
    match month {
        Month::January => "janvier",
        Month::February => "février",
        Month::March => "mars",
        Month::April => "avril",
        Month::May => "mai",
        Month::June => "juin",
        Month::July => "juillet",
        Month::August => "août",
        Month::September => "septembre",
        Month::October => "octobre",
        Month::November => "novembre",
        Month::December => "décembre",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date as day;

    use super::*;

    #[test]
    fn sizes_are_said_in_the_letters_language() {
        for (size, fr, en) in [
            (0, "0\u{A0}o", "0\u{A0}B"),
            (999, "999\u{A0}o", "999\u{A0}B"),
            (1_000, "1\u{A0}Ko", "1\u{A0}KB"),
            (1_440_000, "1,4\u{A0}Mo", "1.4\u{A0}MB"),
            (48_300_000, "48\u{A0}Mo", "48\u{A0}MB"),
            (999_960, "1\u{A0}Mo", "1\u{A0}MB"),
            (2_000_000_000, "2\u{A0}Go", "2\u{A0}GB"),
            (12_345_000_000_000_000, "12345\u{A0}To", "12345\u{A0}TB"),
        ] {
            assert_eq!(
                (bytes(Language::Fr, size), bytes(Language::En, size)),
                (fr.into(), en.into()),
                "{size}"
            );
        }
    }

    #[test]
    fn dates_are_said_in_full() {
        assert_eq!(date(Language::Fr, day!(2026 - 12 - 23)), "mercredi 23\u{A0}décembre 2026");
        assert_eq!(date(Language::Fr, day!(2027 - 01 - 01)), "vendredi 1er\u{A0}janvier 2027");
        assert_eq!(date(Language::En, day!(2026 - 12 - 23)), "Wednesday 23\u{A0}December 2026");
    }

    #[test]
    fn numbers_are_grouped_and_counted() {
        assert_eq!(grouped(Language::Fr, 1_248_500), "1\u{202F}248\u{202F}500");
        assert_eq!(grouped(Language::En, -1_248), "-1,248");
        assert_eq!(grouped(Language::En, 100), "100");
        assert!(is_one(Language::Fr, 0) && !is_one(Language::En, 0) && !is_one(Language::Fr, 2));
    }
}
