//! Texts that come from clients, as the log writes them: none can forge a line or command a terminal.

use std::fmt::{self, Write};

/// Whether a terminal or a reader may take the character for anything else than itself: a control character (C0, DEL, C1),
/// the end of a line in Unicode, or a mark that turns the direction of writing.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text in one line, without what a terminal acts on.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    push_line(&mut line, text);
    line
}

/// Adds `text` to a line.
pub(super) fn push_line(line: &mut String, text: &str) {
    for character in text.chars() {
        if is_unsafe(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
}

/// Adds `text` as a string of JSON; it is ASCII where a reader might take it for more than text.
pub(super) fn push_json(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            other if is_unsafe(other) => {
                let _ = write!(json, "\\u{:04x}", other as u32);
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

/// The target of a request as the log shows it: what is not printable ASCII, and quotes, in percent encoding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'t>(pub(crate) &'t str);

impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut plain = 0;
        for (index, byte) in self.0.bytes().enumerate() {
            if matches!(byte, b'!' | b'#'..=b'~') {
                continue;
            }
            // the bytes before it are ASCII, or end a character that was written already
            f.write_str(self.0.get(plain..index).unwrap_or_default())?;
            write!(f, "%{byte:02X}")?;
            plain = index + 1;
        }
        f.write_str(self.0.get(plain..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_the_log_is_one_line() {
        assert_eq!(
            one_line("a \"b\" \u{e4}\r\n\u{1b}[2K\u{9b}\u{2028}\u{202e}"),
            "a \"b\" \u{e4}\\r\\n\\u{1b}[2K\\u{9b}\\u{2028}\\u{202e}"
        );
    }

    #[test]
    fn json_reads_back_as_it_was() {
        let text = "a \"b\" \\ \u{e4}\r\n\t\u{0}\u{1b}\u{7f}\u{9b}\u{2028}\u{1f600}";
        let mut json = String::new();
        push_json(&mut json, text);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        assert!(
            !json.contains(['\n', '\u{1b}', '\u{7f}', '\u{9b}', '\u{2028}']),
            "{json}"
        );
    }

    #[test]
    fn a_target_is_printable_ascii() {
        assert_eq!(Target("/a%0Ab?q=%20").to_string(), "/a%0Ab?q=%20");
        assert_eq!(Target("/\"\u{e4}\u{9b}x\u{7f}").to_string(), "/%22%C3%A4%C2%9Bx%7F");
        assert_eq!(Target("").to_string(), "");
    }
}
