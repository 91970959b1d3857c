//! Numbers of telephones, as applications are told them.

/// What the numbers of France overseas begin with at home, and the code of their country abroad (Arcep's plan: Réunion and
/// Mayotte, Guadeloupe, Guyane, Martinique).
const OVERSEAS: [(&[&str], &str); 4] = [
    (&["0262", "0263", "0269", "0639", "0692", "0693"], "+262"),
    (&["0590", "0690", "0691"], "+590"),
    (&["0594", "0694"], "+594"),
    (&["0596", "0696", "0697"], "+596"),
];

/// A number as somebody wrote it on their card, in the form that OpenID Connect Core §5.1 recommends: E.164, with an
/// extension as RFC 3966 writes it. `None` for what rings inside a house only (« 41 17 »): it means nothing elsewhere.
pub(crate) fn phone_number(written: &str) -> Option<String> {
    let (main, extension) = written.split_once(['#', '*']).unwrap_or((written, ""));
    // « +33 (0)1 42… »: that zero is for those who call from home.
    let main =
        if main.trim_start().starts_with(['+', '0']) { main.replace("(0)", "") } else { main.to_owned() };
    let digits: String = main.chars().filter(char::is_ascii_digit).collect();
    let number = if main.trim_start().starts_with('+') {
        format!("+{digits}")
    } else if let Some(abroad) = digits.strip_prefix("00") {
        format!("+{abroad}")
    } else {
        french(&digits)?
    };
    // E.164 §6: fifteen digits at most, and no country begins with a zero.
    let fits = (9..=16).contains(&number.len()) && !number.starts_with("+0");
    let extension: String = extension.chars().filter(char::is_ascii_digit).collect();
    fits.then(|| if extension.is_empty() { number } else { format!("{number};ext={extension}") })
}

/// Ten digits, the first a zero, which is left out abroad.
fn french(digits: &str) -> Option<String> {
    if digits.len() != 10 || !digits.starts_with('0') {
        return None;
    }
    let country = OVERSEAS.iter().find(|(starts, _)| starts.iter().any(|start| digits.starts_with(start)));
    Some(format!("{}{}", country.map_or("+33", |(_, code)| code), &digits[1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_as_the_world_dials_it() {
        for (written, told) in [
            ("01 42 75 00 17", Some("+33142750017")),
            ("+33 (0)1 42 75 00 17", Some("+33142750017")),
            ("+33 1.42.75.00.17", Some("+33142750017")),
            ("0033 1 42 75 00 17", Some("+33142750017")),
            ("0262 90 12 34", Some("+262262901234")),
            ("0696-12-34-56", Some("+596696123456")),
            ("+1 202 555 0143", Some("+12025550143")),
            ("01 42 75 00 17 #4117", Some("+33142750017;ext=4117")),
            ("41 17", None),
            ("3400", None),
            ("+0 123 456 789", None),
            ("+12345678901234567", None),
            ("", None),
        ] {
            assert_eq!(phone_number(written).as_deref(), told, "{written}");
        }
    }
}
