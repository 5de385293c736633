//! What an email address looks like: the rules of RFC 5321 that are met in practice, and the words in which each
//! mistake is told.

/// The longest label of a domain (RFC 1035, section 2.3.4).
const LABEL: usize = 63;
/// The longest domain, and the longest address.
const DOMAIN: usize = 253;
const ADDRESS: usize = 254;
/// The longest text that is looked at.
const TEXT: usize = 2048;

/// Top-level domains that no mail goes to (RFC 6761, RFC 7686).
const RESERVED: [&str; 6] = ["arpa", "invalid", "local", "localhost", "onion", "test"];

/// The address as it is kept: its domain in lower case.
pub(super) fn address(text: &str) -> Result<String, String> {
    let Some((local, domain)) = text.split_once('@') else {
        return Err("An email address must have an @-sign.".to_owned());
    };
    check_local(local)?;
    if domain.starts_with('[') && domain.ends_with(']') {
        return Err("A bracketed IP address after the @-sign is not allowed here.".to_owned());
    }
    let domain = domain.to_lowercase();
    check_domain(&domain)?;
    let address = format!("{local}@{domain}");
    match too_many(address.len(), ADDRESS) {
        Some(reason) => Err(format!("The email address is too long ({reason}).")),
        None => Ok(address),
    }
}

/// `Ann Lee <ann@example.com>`, or an address alone: the name, if there is one, and the address.
pub(super) fn named(text: &str) -> Result<(Option<String>, String), String> {
    if text.len() > TEXT {
        return Err(format!("Length must not exceed {TEXT} characters"));
    }
    let text = text.trim();
    let parts = text.strip_suffix('>').and_then(|text| text.split_once('<'));
    let Some((name, inside)) = parts else {
        return Ok((None, address(text)?));
    };
    let name = name.trim();
    let unquoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    let name = unquoted.unwrap_or(name);
    Ok(((!name.is_empty()).then(|| name.to_owned()), address(inside.trim())?))
}

fn check_local(local: &str) -> Result<(), String> {
    if local.is_empty() {
        return Err("There must be something before the @-sign.".to_owned());
    }
    if local.len() > 1 && local.starts_with('"') && local.ends_with('"') {
        return Err("Quoting the part before the @-sign is not allowed here.".to_owned());
    }
    let allowed =
        |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c) || is_letter_beyond_ascii(c);
    if let Some(wrong) = wrong_characters(local, allowed) {
        return Err(format!(
            "The email address contains invalid characters before the @-sign: {wrong}."
        ));
    }
    check_periods(
        local,
        "An email address cannot start with a period.",
        "An email address cannot have a period immediately before the @-sign.",
    )
}

fn check_domain(domain: &str) -> Result<(), String> {
    if domain.is_empty() {
        return Err("There must be something after the @-sign.".to_owned());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.' || is_letter_beyond_ascii(c);
    if let Some(wrong) = wrong_characters(domain, allowed) {
        return Err(format!(
            "The part after the @-sign contains invalid characters: {wrong}."
        ));
    }
    check_periods(
        domain,
        "An email address cannot have a period immediately after the @-sign.",
        "An email address cannot end with a period.",
    )?;
    check_hyphens(domain)?;
    if let Some(reason) = too_many(domain.len(), DOMAIN) {
        return Err(format!("The email address is too long after the @-sign ({reason})."));
    }
    if let Some(reason) = domain.split('.').find_map(|label| too_many(label.len(), LABEL)) {
        return Err(format!(
            "After the @-sign, periods cannot be separated by so many characters ({reason})."
        ));
    }
    let Some((_, top)) = domain.rsplit_once('.') else {
        return Err("The part after the @-sign is not valid. It should have a period.".to_owned());
    };
    if top.ends_with(|c: char| c.is_ascii_digit()) {
        return Err("The part after the @-sign is not valid. It is not within a valid top-level domain.".to_owned());
    }
    if RESERVED.contains(&top) {
        let text = "The part after the @-sign is a special-use or reserved name that cannot be used with email.";
        return Err(text.to_owned());
    }
    Ok(())
}

fn check_periods(part: &str, at_start: &str, at_end: &str) -> Result<(), String> {
    if part.ends_with('.') {
        return Err(at_end.to_owned());
    }
    if part.starts_with('.') {
        return Err(at_start.to_owned());
    }
    if part.contains("..") {
        return Err("An email address cannot have two periods in a row.".to_owned());
    }
    Ok(())
}

fn check_hyphens(domain: &str) -> Result<(), String> {
    let text = if domain.ends_with('-') {
        "An email address cannot end with a hyphen."
    } else if domain.starts_with('-') {
        "An email address cannot have a hyphen immediately after the @-sign."
    } else if domain.contains(".-") || domain.contains("-.") {
        "An email address cannot have a period and a hyphen next to each other."
    } else if domain
        .split('.')
        .any(|label| !label.starts_with("xn") && label.get(2..4) == Some("--"))
    {
        "An email address cannot have two letters followed by two dashes immediately after the @-sign or after a \
         period, except Punycode."
    } else {
        return Ok(());
    };
    Err(text.to_owned())
}

fn is_letter_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric()
}

/// The characters of `part` that are not `allowed`, each once, sorted.
fn wrong_characters(part: &str, allowed: impl Fn(char) -> bool) -> Option<String> {
    let mut wrong: Vec<String> = part.chars().filter(|c| !allowed(*c)).map(shown).collect();
    wrong.sort();
    wrong.dedup();
    (!wrong.is_empty()).then(|| wrong.join(", "))
}

fn shown(c: char) -> String {
    match c {
        ' ' => "SPACE".to_owned(),
        '\'' => "\"'\"".to_owned(),
        '\\' => "\"\\\"".to_owned(),
        c if c.is_control() || c.is_whitespace() => format!("U+{:04X}", u32::from(c)),
        c => format!("'{c}'"),
    }
}

/// By how many characters `len` is too long.
fn too_many(len: usize, most: usize) -> Option<String> {
    let over = len.checked_sub(most).filter(|over| *over > 0)?;
    Some(format!("{over} character{} too many", if over == 1 { "" } else { "s" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_fine() {
        for text in [
            "a@b.example",
            "Ann.Lee+x@example.com",
            "ü@b.example",
            "a@bücher.example",
            "a@xn--bcher-kva.example",
        ] {
            assert_eq!(address(text).as_deref(), Ok(text));
        }
        assert_eq!(address("A@B.Example"), Ok("A@b.example".to_owned()));
    }

    #[test]
    fn addresses_that_are_not() {
        for text in [
            "a@b--.example",
            "a@b-.example",
            "a@-b.example",
            "a@ab--c.example",
            "\"a\"@b.example",
            "a\tb@c.example",
        ] {
            assert!(address(text).is_err(), "{text}");
        }
        let long = format!("{}@{}.example", "a".repeat(64), "b.".repeat(90) + "cc");
        assert_eq!(
            address(&long),
            Err("The email address is too long (1 character too many).".to_owned())
        );
    }

    #[test]
    fn names_stand_before_the_address() {
        let parts = |name: &str| Ok((Some(name.to_owned()), "a@b.example".to_owned()));
        assert_eq!(named("Ann Lee <a@b.example>"), parts("Ann Lee"));
        assert_eq!(named(" \"Lee, Ann\" < a@b.example > "), parts("Lee, Ann"));
        assert_eq!(named("<a@b.example>"), Ok((None, "a@b.example".to_owned())));
    }
}
