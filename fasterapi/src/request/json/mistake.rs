//! Where text stops being JSON, and why, in the words of Python's `json` module: clients of FastAPI know them.

/// The first mistake in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Where, in characters from the start.
    pub(super) at: usize,
    /// What Python says.
    pub(super) reason: &'static str,
}

/// The first mistake in `text`; `None` when Python finds none.
///
/// Only called on text that is not JSON. It keeps its own stack, as such text may be nested without end.
pub(super) fn first_mistake(text: &str) -> Option<Mistake> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
        open: Vec::new(),
    };
    let (at, reason) = scanner.document().err()?;
    Some(Mistake {
        at: String::from_utf8_lossy(&text.as_bytes()[..at]).chars().count(),
        reason,
    })
}

type Scanned = Result<(), (usize, &'static str)>;

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The brackets that are open.
    open: Vec<u8>,
}

impl Scanner<'_> {
    fn document(&mut self) -> Scanned {
        self.blank();
        loop {
            if self.begins_container()? {
                continue;
            }
            if self.ends_containers()? {
                return Ok(());
            }
        }
    }

    /// Reads a value, or only the bracket that begins one (`true`: its first member comes next).
    fn begins_container(&mut self) -> Result<bool, (usize, &'static str)> {
        let (open, close) = match self.peek() {
            Some(b'{') => (b'{', b'}'),
            Some(b'[') => (b'[', b']'),
            Some(b'"') => return self.string().map(|()| false),
            _ => return self.literal().map(|()| false),
        };
        self.at += 1;
        self.blank();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(false);
        }
        self.open.push(open);
        if open == b'{' {
            self.key()?;
        }
        Ok(true)
    }

    /// Reads what stands behind a value, up to where the next one begins (`false`) or to the end (`true`).
    fn ends_containers(&mut self) -> Result<bool, (usize, &'static str)> {
        loop {
            self.blank();
            match (self.open.last(), self.peek()) {
                (None, None) => return Ok(true),
                (None, Some(_)) => return Err((self.at, "Extra data")),
                (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')) => {
                    self.at += 1;
                    self.open.pop();
                }
                (Some(open), Some(b',')) => {
                    let object = *open == b'{';
                    self.at += 1;
                    self.blank();
                    if object {
                        self.key()?;
                    }
                    return Ok(false);
                }
                _ => return Err((self.at, "Expecting ',' delimiter")),
            }
        }
    }

    /// A member's name and its colon.
    fn key(&mut self) -> Scanned {
        if self.peek() != Some(b'"') {
            return Err((self.at, "Expecting property name enclosed in double quotes"));
        }
        self.string()?;
        self.blank();
        if self.peek() != Some(b':') {
            return Err((self.at, "Expecting ':' delimiter"));
        }
        self.at += 1;
        self.blank();
        Ok(())
    }

    fn string(&mut self) -> Scanned {
        let start = self.at;
        let unterminated = Err((start, "Unterminated string starting at"));
        self.at += 1;
        loop {
            match self.peek() {
                None => return unterminated,
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') if self.at + 1 == self.bytes.len() => return unterminated,
                Some(b'\\') => self.escape()?,
                Some(..b' ') => return Err((self.at, "Invalid control character at")),
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Scanned {
        match self.bytes[self.at + 1] {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.at += 2;
                Ok(())
            }
            b'u' => {
                let digits = self.bytes.get(self.at + 2..self.at + 6);
                // Python asks for one more character, the closing quote at least
                let complete = self.at + 6 < self.bytes.len();
                if !complete || !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return Err((self.at + 1, "Invalid \\uXXXX escape"));
                }
                self.at += 6;
                Ok(())
            }
            _ => Err((self.at, "Invalid \\escape")),
        }
    }

    /// `true`, `false`, `null`, or a number. NaN and the infinities, which Python reads, are none.
    fn literal(&mut self) -> Scanned {
        let rest = &self.bytes[self.at..];
        let word = [&b"true"[..], b"false", b"null"]
            .into_iter()
            .find(|word| rest.starts_with(word));
        match word.map(<[u8]>::len).or_else(|| number(rest)) {
            Some(length) => {
                self.at += length;
                Ok(())
            }
            None => Err((self.at, "Expecting value")),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blank(&mut self) {
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.bytes[self.at..].iter().take_while(blank).count();
    }
}

/// The length of the number at the start of `text`.
fn number(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = usize::from(text.first() == Some(&b'-'));
    end += match text.get(end)? {
        b'0' => 1,
        b'1'..=b'9' => digits(end),
        _ => return None,
    };
    if text.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        if digits(end + 1 + sign) > 0 {
            end += 1 + sign + digits(end + 1 + sign);
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from Python 3.11.
    #[test]
    fn mistakes_are_told_as_python_tells_them() {
        for (text, at, reason) in [
            ("", 0, "Expecting value"),
            (" ", 1, "Expecting value"),
            ("hello", 0, "Expecting value"),
            ("-", 0, "Expecting value"),
            ("[1,]", 3, "Expecting value"),
            ("[1 2]", 3, "Expecting ',' delimiter"),
            ("[1", 2, "Expecting ',' delimiter"),
            ("01", 1, "Extra data"),
            ("1.", 1, "Extra data"),
            ("{} {}", 3, "Extra data"),
            ("{", 1, "Expecting property name enclosed in double quotes"),
            ("{\"a\":1,}", 7, "Expecting property name enclosed in double quotes"),
            ("{\"a\" 1}", 5, "Expecting ':' delimiter"),
            ("{\"a\":", 5, "Expecting value"),
            ("{\"a\":1]", 6, "Expecting ',' delimiter"),
            ("[\"ab", 1, "Unterminated string starting at"),
            ("\"ü\" x", 4, "Extra data"),
            ("[\"a\\", 1, "Unterminated string starting at"),
            ("[\"a\nb\"]", 3, "Invalid control character at"),
            ("[\"\\x\"]", 2, "Invalid \\escape"),
            ("[\"\\u12g4\"]", 3, "Invalid \\uXXXX escape"),
            ("[\"\\u12", 3, "Invalid \\uXXXX escape"),
        ] {
            assert_eq!(first_mistake(text), Some(Mistake { at, reason }), "{text}");
        }
    }

    #[test]
    fn json_has_no_mistakes() {
        for text in [
            "1",
            " [] ",
            "{\"a\": [1.5e-3, true, null, \"\\u00fc\\n\"], \"b\": {}}",
            "-0.0E+1",
        ] {
            assert_eq!(first_mistake(text), None, "{text}");
        }
    }

    #[test]
    fn nesting_without_end_does_not_exhaust_the_stack() {
        let text = "[".repeat(1_000_000);
        assert_eq!(
            first_mistake(&text),
            Some(Mistake {
                at: 1_000_000,
                reason: "Expecting value"
            })
        );
    }
}
