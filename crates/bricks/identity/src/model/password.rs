//! What a good password is: long, and not what everybody tries first (NIST SP 800-63B §3.1.1.2). No rule on signs and
//! figures: they make passwords that people write down.

use kernel::{EmailAddress, Secret};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::Error;

const SHORTEST: usize = 12;
/// In bytes: longer ones would only make us hash for longer.
const LONGEST: usize = 256;

/// The words and rows of keys that come first in lists of leaked passwords, without figures and signs.
const COMMON: &str = include_str!("common_passwords.txt");

/// A password as it was hashed, whichever keyboard composed its accents (Unicode NFC). Of one that is too long to be
/// anybody's nothing is left, which opens nothing either.
pub(crate) fn typed(password: &Secret<String>) -> Zeroizing<String> {
    if can_be(password) { normalised(password) } else { Zeroizing::default() }
}

fn normalised(password: &Secret<String>) -> Zeroizing<String> {
    Zeroizing::new(password.expose().nfc().collect())
}

/// Composing accents may shorten a password, not that much.
fn can_be(password: &Secret<String>) -> bool {
    password.expose().len() <= LONGEST * 4
}

/// A password somebody may choose, normalised.
pub(crate) fn acceptable(
    password: &Secret<String>,
    address: &EmailAddress,
    name: Option<&str>,
) -> Result<Zeroizing<String>, Error> {
    if !can_be(password) {
        return Err(Error::PasswordTooLong { most: LONGEST });
    }
    let password = normalised(password);
    if password.chars().count() < SHORTEST {
        return Err(Error::PasswordTooShort { least: SHORTEST });
    }
    if password.len() > LONGEST {
        return Err(Error::PasswordTooLong { most: LONGEST });
    }
    let core = core(&password);
    if is_about(&core, address, name) {
        return Err(Error::PasswordIsYou);
    }
    if is_common(&core, &password) {
        return Err(Error::PasswordTooCommon);
    }
    Ok(password)
}

/// Lower case letters and figures without accents, and without the figures people put around a word.
fn core(password: &str) -> Zeroizing<String> {
    let folded = fold(password);
    let core = folded.trim_matches(|c: char| c.is_ascii_digit());
    Zeroizing::new(if core.is_empty() { folded.to_string() } else { core.to_owned() })
}

fn fold(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.nfkd().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect())
}

fn is_about(core: &str, address: &EmailAddress, name: Option<&str>) -> bool {
    let mut words: Vec<String> =
        vec![address.as_str().to_owned(), address.local_part().to_owned(), address.domain().to_owned()];
    if let Some(name) = name {
        let parts: Vec<&str> = name.split_whitespace().collect();
        words.push(parts.concat());
        words.push(parts.iter().rev().copied().collect());
    }
    words.iter().map(|word| self::core(word)).any(|word| !word.is_empty() && is_repeated(core, &word))
}

fn is_common(core: &str, password: &str) -> bool {
    let folded = fold(password);
    let spoken = unleet(core);
    // Of a password of signs only, the signs count.
    let folded: &str = if folded.is_empty() { password } else { &folded };
    repeats_little(folded)
        || is_row(folded)
        || COMMON
            .lines()
            .any(|word| !word.is_empty() && (is_repeated(core, word) || is_repeated(&spoken, word)))
}

/// `motdepassemotdepasse` is `motdepasse`.
fn is_repeated(text: &str, word: &str) -> bool {
    !text.is_empty()
        && text.len().is_multiple_of(word.len())
        && text.as_bytes().chunks(word.len()).all(|chunk| chunk == word.as_bytes())
}

/// Four characters or fewer, again and again.
fn repeats_little(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    (1..=4).any(|period| characters.iter().zip(characters.iter().skip(period)).all(|(a, b)| a == b))
}

/// Characters that follow one another: `123456789012`, `abcdefghijkl`, `987654321098`.
fn is_row(text: &str) -> bool {
    let follows = |step: i32| {
        text.as_bytes()
            .windows(2)
            .filter(|pair| {
                let (a, b) = (i32::from(pair[0]), i32::from(pair[1]));
                b - a == step
                    || (a, b) == (i32::from(b'9'), i32::from(b'0'))
                    || (a, b) == (i32::from(b'0'), i32::from(b'9'))
            })
            .count()
            + 1
            == text.len()
    };
    follows(1) || follows(-1)
}

/// `p4ssw0rd` is `password`.
fn unleet(text: &str) -> Zeroizing<String> {
    let spoken = |c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    };
    Zeroizing::new(text.chars().map(spoken).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(password: &str) -> Result<Zeroizing<String>, Error> {
        let address = "helene.marchetti@ecologie.exemple.fr".parse().unwrap();
        acceptable(&Secret::new(password.to_owned()), &address, Some("Hélène Marchetti"))
    }

    #[test]
    fn a_sentence_is_a_good_password() {
        for password in [
            "le chat dort sous la table",
            "correct horse battery staple",
            "Rg7!kpQz_vT2",
            "+=;:/!?%*&)(",
            "ドキュメントの山を登る人です",
        ] {
            assert!(chosen(password).is_ok(), "{password}");
        }
    }

    #[test]
    fn length_counts_characters_then_bytes() {
        assert!(matches!(chosen("éèàçùîôœæâë"), Err(Error::PasswordTooShort { least: 12 })));
        assert!(chosen("éèàçùîôœæâëï").is_ok());
        assert!(matches!(chosen(&"é".repeat(129)), Err(Error::PasswordTooLong { most: 256 })));
        assert!(matches!(chosen(&"a".repeat(100_000)), Err(Error::PasswordTooLong { .. })));
    }

    #[test]
    fn oneself_is_no_password() {
        for password in [
            "helene.marchetti@ecologie.exemple.fr",
            "Hélène Marchetti",
            "MarchettiHelene2026",
            "helene.marchetti!",
            "ecologie.exemple.fr",
        ] {
            assert!(matches!(chosen(password), Err(Error::PasswordIsYou)), "{password}");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for password in [
            "motdepasse2026",
            "Mot de passe !!",
            "password1234",
            "P4ssw0rdP4ssw0rd",
            "azertyuiop123",
            "qwertyuiop[]",
            "aaaaaaaaaaaa",
            "!!!!!!!!!!!!",
            "abababababab",
            "123456789012",
            "987654321098",
            "abcdefghijklm",
            "administrateur",
            "sacadossacados",
        ] {
            assert!(matches!(chosen(password), Err(Error::PasswordTooCommon)), "{password}");
        }
    }

    #[test]
    fn accents_are_composed_before_hashing() {
        let decomposed = Secret::new("e\u{301}te\u{301}".to_owned());
        assert_eq!(*typed(&decomposed), "été");
        assert_eq!(*typed(&Secret::new("a".repeat(100_000))), "");
    }
}
